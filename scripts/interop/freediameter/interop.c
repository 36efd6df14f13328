/* A freeDiameter extension of our own for interoperability tests: it makes freeDiameterd a client or a server.
 * (Debian ships freeDiameter without its test_app extension.)
 *
 *   LoadExtension = "interop.fdx" : "serve";
 *   LoadExtension = "interop.fdx" : "call KIND COUNT WINDOW DESTINATION-REALM [DESTINATION-HOST]";
 *
 * KIND is acr (base accounting, 3) or aar (NAS, 1; needs dict_nasreq.fdx). Both roles answer ACR, AAR, RAR, ASR and
 * (S6a, which Debian has no dictionary of) ULR with 2001. `call` waits for a peer, sends COUNT requests with at most WINDOW in flight, checks each answer, prints
 * "called KIND: GOOD of COUNT answered as expected" and ends the daemon. */
#include <freeDiameter/extension.h>
#include <semaphore.h>

#define NAS 1
#define ACCOUNTING 3
#define S6A 16777251
#define TGPP 10415
#define ANSWER_TIMEOUT_S 10
#define UP_TIMEOUT_S 20

struct kind {
  const char *name;
  command_code_t code;
  application_id_t application;
};
static const struct kind kinds[] = {{"acr", 271, ACCOUNTING}, {"aar", 265, NAS}, {"rar", 258, NAS}, {"asr", 274, NAS},
                                    {"ulr", 316, S6A}};
#define KINDS (sizeof kinds / sizeof kinds[0])

struct call {
  uint32_t end_to_end;
  os0_t session;
  size_t session_length;
};

static struct fd_hook_hdl *hook;
static sem_t peer_up, window;
static struct peer_hdr *volatile up;
static char text[512], *realm, *host;
static const struct kind *calling;
static int count, good, finished;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void say(const char *format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  printf("%s\n", line); /* one call: whole lines, whoever else writes */
  fflush(stdout);
}

static struct dict_object *avp_model(const char *name) {
  struct dict_object *model = NULL;
  if (fd_dict_search(fd_g_config->cnf_dict, DICT_AVP, AVP_BY_NAME, name, &model, ENOENT)) say("FAIL no AVP %s", name);
  return model;
}

static struct dict_object *command_model(const struct kind *kind) {
  struct dict_object *model = NULL;
  fd_dict_search(fd_g_config->cnf_dict, DICT_COMMAND, CMD_BY_CODE_R, &kind->code, &model, 0);
  return model;
}

static struct dict_object *application_model(application_id_t id) {
  struct dict_object *model = NULL;
  fd_dict_search(fd_g_config->cnf_dict, DICT_APPLICATION, APPLICATION_BY_ID, &id, &model, 0);
  return model;
}

static struct dict_object *vendor_model(const struct kind *kind) {
  struct dict_object *model = NULL;
  vendor_id_t vendor = TGPP;
  if (kind->application == S6A) fd_dict_search(fd_g_config->cnf_dict, DICT_VENDOR, VENDOR_BY_ID, &vendor, &model, 0);
  return model;
}

static int add(struct msg *msg, const char *name, union avp_value value) {
  struct avp *avp = NULL;
  CHECK_FCT(fd_msg_avp_new(avp_model(name), 0, &avp));
  CHECK_FCT(fd_msg_avp_setvalue(avp, &value));
  return fd_msg_avp_add(msg, MSG_BRW_LAST_CHILD, avp);
}

static int add_number(struct msg *msg, const char *name, uint32_t number) {
  return add(msg, name, (union avp_value){.u32 = number});
}

static int add_text(struct msg *msg, const char *name, char *string) {
  return add(msg, name, (union avp_value){.os = {.data = (uint8_t *)string, .len = strlen(string)}});
}

static union avp_value *value_of(struct msg *msg, const char *name) {
  struct avp *avp = NULL;
  struct avp_hdr *header = NULL;
  if (fd_msg_search_avp(msg, avp_model(name), &avp) || avp == NULL) return NULL;
  if (fd_msg_avp_hdr(avp, &header)) return NULL;
  return header->avp_value;
}

/* -- both roles: answer ------------------------------------------------------------------------------------------ */

static int answer(struct msg **msg, struct avp *avp, struct session *session, void *kind, enum disp_action *action) {
  const struct kind *asked = kind;
  union avp_value *type = value_of(*msg, "Accounting-Record-Type");
  union avp_value *number = value_of(*msg, "Accounting-Record-Number");
  struct msg_hdr *header = NULL;
  (void)avp, (void)session;
  CHECK_FCT(fd_msg_hdr(*msg, &header));
  say("request %s end-to-end=%08x%s", asked->name, header->msg_eteid, header->msg_flags & CMD_FLAG_RETRANSMIT ? " T" : "");
  CHECK_FCT(fd_msg_new_answer_from_req(fd_g_config->cnf_dict, msg, 0));
  CHECK_FCT(fd_msg_rescode_set(*msg, "DIAMETER_SUCCESS", NULL, NULL, 1));
  if (asked->code == 271 && type && number) {
    CHECK_FCT(add_number(*msg, "Accounting-Record-Type", type->u32));
    CHECK_FCT(add_number(*msg, "Accounting-Record-Number", number->u32));
  }
  if (asked->code == 265) {
    CHECK_FCT(add_number(*msg, "Auth-Application-Id", NAS));
    CHECK_FCT(add_number(*msg, "Auth-Request-Type", 1));
  }
  if (asked->application == S6A) CHECK_FCT(add_number(*msg, "Auth-Session-State", 1));
  CHECK_FCT(fd_msg_send(msg, NULL, NULL));
  *action = DISP_ACT_CONT;
  return 0;
}

/* -- client ------------------------------------------------------------------------------------------------------ */

static void done(struct call *call, const char *wrong) {
  pthread_mutex_lock(&lock);
  finished++;
  if (wrong) say("FAIL %s: %s", calling->name, wrong);
  else good++;
  pthread_mutex_unlock(&lock);
  free(call->session);
  free(call);
  sem_post(&window);
}

static void answered(void *data, struct msg **msg) {
  struct call *call = data;
  struct msg_hdr *header = NULL;
  union avp_value *session = value_of(*msg, "Session-Id"), *result = value_of(*msg, "Result-Code");
  const char *wrong = NULL;
  if (fd_msg_hdr(*msg, &header) || header->msg_eteid != call->end_to_end) wrong = "End-to-End changed";
  else if (!session || session->os.len != call->session_length ||
           memcmp(session->os.data, call->session, session->os.len))
    wrong = "Session-Id changed";
  else if (!result || result->u32 != 2001) wrong = "Result-Code is not 2001";
  fd_msg_free(*msg);
  *msg = NULL;
  done(call, wrong);
}

static void expired(void *data, DiamId_t to, size_t length, struct msg **msg) {
  (void)to, (void)length, (void)msg;
  done(data, "no answer in time");
}

static int call_one(int number) {
  struct msg *msg = NULL;
  struct msg_hdr *header = NULL;
  struct call *call = calloc(1, sizeof *call);
  struct timespec deadline;
  union avp_value *session;
  char part[16];
  CHECK_FCT(fd_msg_new(command_model(calling), MSGFL_ALLOC_ETEID, &msg));
  CHECK_FCT(fd_msg_hdr(msg, &header));
  header->msg_appl = calling->application;
  /* two freeDiameters started within one second use the same Session-Ids, and the same End-to-End Identifiers */
  snprintf(part, sizeof part, "%d", (int)getpid());
  CHECK_FCT(fd_msg_new_session(msg, (os0_t)part, strlen(part)));
  CHECK_FCT(fd_msg_add_origin(msg, 0));
  CHECK_FCT(add_text(msg, "Destination-Realm", realm));
  if (host) CHECK_FCT(add_text(msg, "Destination-Host", host));
  if (calling->application == ACCOUNTING) {
    CHECK_FCT(add_number(msg, "Accounting-Record-Type", 1));
    CHECK_FCT(add_number(msg, "Accounting-Record-Number", number));
    CHECK_FCT(add_number(msg, "Acct-Application-Id", ACCOUNTING));
  } else {
    CHECK_FCT(add_number(msg, "Auth-Application-Id", NAS));
    CHECK_FCT(add_number(msg, "Auth-Request-Type", 1));
  }
  CHECK_FCT(add_text(msg, "User-Name", "user@visited.example"));
  session = value_of(msg, "Session-Id");
  call->end_to_end = header->msg_eteid;
  call->session_length = session->os.len;
  call->session = malloc(session->os.len);
  memcpy(call->session, session->os.data, session->os.len);
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += ANSWER_TIMEOUT_S;
  return fd_msg_send_timeout(&msg, answered, call, expired, &deadline);
}

static int wait_semaphore(sem_t *semaphore, int seconds) {
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += seconds;
  return sem_timedwait(semaphore, &deadline);
}

/* The hook is called before the peer enters STATE_OPEN, and requests are routed to open peers only; seen open twice, so
 * that the change is over. */
static int wait_open(void) {
  const struct timespec step = {.tv_nsec = 10000000};
  int tries = UP_TIMEOUT_S * 100, open = 0;
  if (wait_semaphore(&peer_up, UP_TIMEOUT_S)) return 0;
  for (; tries > 0 && open < 2; tries--) {
    open = fd_peer_get_state(up) == STATE_OPEN ? open + 1 : 0;
    nanosleep(&step, NULL);
  }
  return open == 2;
}

static void *client(void *none) {
  int ready = wait_open(), number;
  for (number = 1; ready && number <= count && wait_semaphore(&window, ANSWER_TIMEOUT_S * 2) == 0; number++)
    if (call_one(number)) say("FAIL %s %d: cannot be sent", calling->name, number);
  /* all permits back: nothing pending */
  while (ready && finished < count && wait_semaphore(&window, ANSWER_TIMEOUT_S * 2) == 0)
    ;
  if (!ready) say("FAIL no peer came up");
  say("called %s: %d of %d answered as expected", calling->name, good, count);
  fd_core_shutdown();
  return none;
}

static void peer_event(enum fd_hook_type type, struct msg *msg, struct peer_hdr *peer, void *other,
                       struct fd_hook_permsgdata *data, void *regdata) {
  (void)type, (void)msg, (void)other, (void)data, (void)regdata;
  say("up %s", peer->info.pi_diamid);
  up = peer;
  sem_post(&peer_up);
}

/* -- S6a ---------------------------------------------------------------------------------------------------------- */

/* The application, its one command and what may be in a ULR with the M bit: freeDiameter refuses what it does not know.
 * From the AVP table of 3GPP TS 29.272. */
static const struct {
  uint32_t code;
  char *name;
  enum dict_avp_basetype type;
} s6a_avps[] = {{1032, "RAT-Type", AVP_TYPE_INTEGER32},        {1401, "Terminal-Information", AVP_TYPE_GROUPED},
                {1402, "IMEI", AVP_TYPE_OCTETSTRING},          {1403, "Software-Version", AVP_TYPE_OCTETSTRING},
                {1405, "ULR-Flags", AVP_TYPE_UNSIGNED32},      {1407, "Visited-PLMN-Id", AVP_TYPE_OCTETSTRING}};

static int define_s6a(void) {
  struct dictionary *dictionary = fd_g_config->cnf_dict;
  struct dict_object *vendor = NULL, *application = NULL;
  struct dict_vendor_data tgpp = {TGPP, "3GPP"};
  struct dict_application_data s6a = {S6A, "S6a"};
  struct dict_cmd_data ulr = {316, "Update-Location-Request", CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE,
                              CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE};
  struct dict_cmd_data ula = {316, "Update-Location-Answer", CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE, CMD_FLAG_PROXIABLE};
  size_t i;
  CHECK_FCT(fd_dict_search(dictionary, DICT_VENDOR, VENDOR_BY_ID, &tgpp.vendor_id, &vendor, 0));
  if (vendor == NULL) CHECK_FCT(fd_dict_new(dictionary, DICT_VENDOR, &tgpp, NULL, &vendor));
  CHECK_FCT(fd_dict_new(dictionary, DICT_APPLICATION, &s6a, vendor, &application));
  CHECK_FCT(fd_dict_new(dictionary, DICT_COMMAND, &ulr, application, NULL));
  CHECK_FCT(fd_dict_new(dictionary, DICT_COMMAND, &ula, application, NULL));
  for (i = 0; i < sizeof s6a_avps / sizeof s6a_avps[0]; i++) {
    struct dict_avp_data avp = {s6a_avps[i].code, TGPP, s6a_avps[i].name, AVP_FLAG_VENDOR,
                                AVP_FLAG_VENDOR | AVP_FLAG_MANDATORY, s6a_avps[i].type};
    CHECK_FCT(fd_dict_new(dictionary, DICT_AVP, &avp, NULL, NULL));
  }
  return 0;
}

/* -- start ------------------------------------------------------------------------------------------------------- */

static int parse(char *configuration) {
  char *name, *requests, *permits, *rest = NULL;
  size_t i;
  snprintf(text, sizeof text, "%s", configuration ? configuration : "");
  name = strtok_r(text, " ", &rest);
  if (name && strcmp(name, "serve") == 0) return 0;
  if (!name || strcmp(name, "call")) return EINVAL;
  name = strtok_r(NULL, " ", &rest);
  requests = strtok_r(NULL, " ", &rest);
  permits = strtok_r(NULL, " ", &rest);
  realm = strtok_r(NULL, " ", &rest);
  host = strtok_r(NULL, " ", &rest);
  for (i = 0; name && i < KINDS; i++)
    if (strcmp(name, kinds[i].name) == 0) calling = &kinds[i];
  if (!calling || !realm) return EINVAL;
  count = atoi(requests);
  return sem_init(&window, 0, atoi(permits));
}

static int start(char *configuration) {
  size_t i;
  pthread_t thread;
  CHECK_FCT(parse(configuration));
  CHECK_FCT(sem_init(&peer_up, 0, 0));
  CHECK_FCT(define_s6a());
  CHECK_FCT(fd_hook_register(HOOK_MASK(HOOK_PEER_CONNECT_SUCCESS), peer_event, NULL, NULL, &hook));
  for (i = 0; i < KINDS; i++) {
    struct disp_when when = {.app = application_model(kinds[i].application), .command = command_model(&kinds[i])};
    if (!when.app || !when.command) continue; /* its dictionary is not loaded */
    CHECK_FCT(fd_disp_register(answer, DISP_HOW_CC, &when, (void *)&kinds[i], NULL));
    CHECK_FCT(fd_disp_app_support(when.app, vendor_model(&kinds[i]), kinds[i].application != ACCOUNTING,
                                  kinds[i].application == ACCOUNTING));
  }
  if (calling) {
    CHECK_POSIX(pthread_create(&thread, NULL, client, NULL));
    CHECK_POSIX(pthread_detach(thread));
  }
  return 0;
}

void fd_ext_fini(void) {
  if (hook) fd_hook_unregister(hook);
}

EXTENSION_ENTRY("interop", start);
