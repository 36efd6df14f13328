%% A Diameter peer on Erlang/OTP's own diameter application, for interoperability tests of an agent.
%%
%%   erl -noshell -run interop_peer main serve IDENTITY TRANSPORT
%%   erl -noshell -run interop_peer main call  IDENTITY TRANSPORT KIND COUNT [key=value ...]
%%
%% TRANSPORT   listen:PORT, connect:PORT or both (listen:PORT+connect:PORT), on INTEROP_ADDRESS (127.0.0.1); tls-listen:PORT
%%             and tls-connect:PORT with TLS before Diameter. The realm is IDENTITY without its first label.
%% KIND        acr (accounting, 3), ulr or clr (S6a, 16777251), rar or asr (NAS, 1)
%% key=value   realm=, host=     Destination-Realm and Destination-Host
%%             expect=CODE       the Result-Code that every answer must carry (2001)
%%             window=N          requests in flight (16)
%%             pad=BYTES         makes each request so much longer, by a Class AVP
%%
%% INTEROP_TLS=DIRECTORY with cert.pem, key.pem and ca.pem, for TLS; INTEROP_TLS_VERSION=1.2 or 1.3 for that one only.
%% INTEROP_WATCHDOG=SECONDS (30), INTEROP_DELAY=MILLISECONDS before each answer (0), INTEROP_LENIENT=1 accepts AVPs with
%% the M bit that are not in the grammar of a command (for freeDiameter, which adds a Route-Record to answers).
%%
%% Both roles answer requests with 2001 and print one line for each event; `call` exits 0 when every answer was as
%% expected and 1 when not.
-module(interop_peer).

-export([main/1]).
%% callbacks of the diameter application
-export([peer_up/3, peer_down/3, pick_peer/4, pick_peer/5, prepare_request/3, prepare_request/4,
         prepare_retransmit/3, prepare_retransmit/4, handle_answer/4, handle_answer/5, handle_error/4,
         handle_error/5, handle_request/3]).

-include_lib("diameter/include/diameter.hrl").

-define(S6A, 16777251).
-define(TGPP, 10415).
-define(ANSWER_TIMEOUT, 10000).
-define(UP_TIMEOUT, 20000).

main(["serve", Identity, Transport]) ->
    start(Identity, Transport),
    receive after infinity -> ok end;
main(["call", Identity, Transport, Kind, Count | Options]) ->
    start(Identity, Transport),
    Opts = maps:merge(#{"expect" => "2001", "window" => "16"},
                      maps:from_list([list_to_tuple(string:split(O, "=")) || O <- Options])),
    await_up(application_of(list_to_atom(Kind))),
    Good = call_all(Identity, list_to_atom(Kind), list_to_integer(Count), Opts),
    say("called ~s: ~b of ~s answered as expected", [Kind, Good, Count]),
    diameter:stop_service(?MODULE),
    halt(case integer_to_list(Good) of Count -> 0; _ -> 1 end).

%% -- service -----------------------------------------------------------------------------------------------------

start(Identity, Transport) ->
    register(rig, self()),
    {ok, _} = application:ensure_all_started(diameter),
    [_, Realm] = string:split(Identity, "."),
    ok = diameter:start_service(?MODULE, [
        {'Origin-Host', Identity},
        {'Origin-Realm', Realm},
        {'Host-IP-Address', [address()]},
        {'Vendor-Id', 0},
        {'Product-Name', "OTP diameter"},
        {'Supported-Vendor-Id', [?TGPP]},
        {'Acct-Application-Id', [3]},
        {'Auth-Application-Id', [1]},
        {'Vendor-Specific-Application-Id', [[{'Vendor-Id', ?TGPP}, {'Auth-Application-Id', [?S6A]}]]},
        {decode_format, map},
        {string_decode, false},
        {strict_mbit, os:getenv("INTEROP_LENIENT") == false},
        application(base, diameter_gen_base_rfc6733),
        application(acct, diameter_gen_acct_rfc6733),
        application(nas, interop_nas),
        application(s6a, interop_s6a)]),
    [{ok, _} = diameter:add_transport(?MODULE, transport(string:split(T, ":")))
     || T <- string:split(Transport, "+", all)],
    say("ready ~s ~s", [Identity, Transport]).

application(Alias, Dictionary) ->
    {application, [{alias, Alias}, {dictionary, Dictionary}, {module, ?MODULE}, {state, Alias},
                   {call_mutates_state, false}, {answer_errors, callback}]}.

transport(["listen", Port]) ->
    {listen, tcp([{port, list_to_integer(Port)}, {reuseaddr, true}])};
transport(["connect", Port]) ->
    {connect, tcp([{raddr, address()}, {rport, list_to_integer(Port)}])};
transport(["tls-" ++ Way, Port]) ->
    {ok, _} = application:ensure_all_started(ssl),
    {Direction, [{transport_module, diameter_tcp}, {transport_config, Config} | Rest]} = transport([Way, Port]),
    {Direction, [{transport_module, diameter_tcp}, {transport_config, [{ssl_options, true} | tls(Way) ++ Config]} | Rest]}.

%% ssl_options = true means TLS before the capabilities exchange, with its options beside it; a list would mean TLS after it.
%% Both sides show a certificate and look at the other's.
tls(Way) ->
    File = fun(Name) -> filename:join(os:getenv("INTEROP_TLS"), Name) end,
    [{certfile, File("cert.pem")}, {keyfile, File("key.pem")}, {cacertfile, File("ca.pem")}, {verify, verify_peer}]
        ++ [{fail_if_no_peer_cert, true} || Way == "listen"]
        ++ [{server_name_indication, disable} || Way == "connect"]
        ++ [{versions, [list_to_atom("tlsv" ++ V)]} || V <- [os:getenv("INTEROP_TLS_VERSION")], V /= false].

tcp(Config) ->
    [{transport_module, diameter_tcp}, {transport_config, [{ip, address()} | Config]},
     {connect_timer, 1000}, {watchdog_timer, watchdog_timer()}, {capx_timeout, 5000}].

address() ->
    {ok, Address} = inet:parse_address(os:getenv("INTEROP_ADDRESS", "127.0.0.1")),
    Address.

%% milliseconds; OTP refuses less than 6000 (RFC 3539)
watchdog_timer() -> list_to_integer(os:getenv("INTEROP_WATCHDOG", "30")) * 1000.

await_up(Alias) ->
    receive
        {up, Alias} -> ok
    after ?UP_TIMEOUT ->
        say("FAIL no peer came up", []), halt(1)
    end.

%% -- calling -----------------------------------------------------------------------------------------------------

call_all(Identity, Kind, Count, #{"window" := Window} = Opts) ->
    Workers = min(Count, list_to_integer(Window)),
    Self = self(),
    Base = rand:uniform(16#FFFFF) bsl 12,       % RFC 6733 3: End-to-End unique for the sender, whatever the hops do
    [spawn_link(fun() ->
        Self ! {good, length([ok || N <- lists:seq(W, Count, Workers), ok == call(Identity, Kind, N, Base + N, Opts)])}
     end) || W <- lists:seq(1, Workers)],
    lists:sum([receive {good, G} -> G end || _ <- lists:seq(1, Workers)]).

call(Identity, Kind, N, EndToEnd, #{"expect" := Expect} = Opts) ->
    Session = iolist_to_binary(diameter:session_id(Identity)),
    [Name | Fields] = request(Kind, N),
    Message = [Name | maps:merge(Fields#{'Session-Id' => Session, 'AVP' => pad(Opts)}, destination(Opts))],
    Result = diameter:call(?MODULE, application_of(Kind), Message, [{extra, [EndToEnd]}, {timeout, ?ANSWER_TIMEOUT}]),
    case check(Result, Session, EndToEnd, list_to_integer(Expect)) of
        ok -> ok;
        Why -> say("FAIL ~s ~b: ~s", [Kind, N, Why]), failed
    end.

pad(#{"pad" := Bytes}) -> [#diameter_avp{code = 25, data = <<0:(list_to_integer(Bytes))/unit:8>>}];
pad(_) -> [].

destination(Opts) ->
    maps:from_list([{Name, list_to_binary(maps:get(Key, Opts))}
                    || {Key, Name} <- [{"realm", 'Destination-Realm'}, {"host", 'Destination-Host'}],
                       is_map_key(Key, Opts)]).

application_of(acr) -> acct;
application_of(rar) -> nas;
application_of(asr) -> nas;
application_of(ulr) -> s6a;
application_of(clr) -> s6a.

request(acr, N) ->
    ['ACR' | #{'Accounting-Record-Type' => 1, 'Accounting-Record-Number' => N, 'Acct-Application-Id' => 3,
               'User-Name' => user(N), 'Event-Timestamp' => calendar:universal_time()}];
request(ulr, N) ->
    ['ULR' | #{'Vendor-Specific-Application-Id' => s6a_id(), 'Auth-Session-State' => 1, 'User-Name' => user(N),
               'RAT-Type' => 1004, 'ULR-Flags' => 34, 'Visited-PLMN-Id' => <<16#00, 16#F1, 16#10>>}];
request(clr, N) ->
    ['CLR' | #{'Vendor-Specific-Application-Id' => s6a_id(), 'Auth-Session-State' => 1, 'User-Name' => user(N),
               'Cancellation-Type' => 2}];
request(rar, N) ->
    ['RAR' | #{'Auth-Application-Id' => 1, 'Re-Auth-Request-Type' => 0, 'User-Name' => user(N)}];
request(asr, N) ->
    ['ASR' | #{'Auth-Application-Id' => 1, 'User-Name' => user(N)}].

%% a test IMSI (MCC 001, MNC 01)
user(N) -> iolist_to_binary(io_lib:format("00101~10..0b", [N])).

s6a_id() -> #{'Vendor-Id' => ?TGPP, 'Auth-Application-Id' => [?S6A]}.

check({answer, #diameter_packet{header = H, msg = [_ | Fields], errors = Errors}}, Session, EndToEnd, Expect) ->
    case {H#diameter_header.end_to_end_id, field('Session-Id', Fields), field('Result-Code', Fields)} of
        {E, _, _} when E /= EndToEnd -> io_lib:format("End-to-End ~.16B came back as ~.16B", [EndToEnd, E]);
        {_, S, _} when S /= Session -> io_lib:format("Session-Id ~s came back as ~p", [Session, S]);
        {_, _, C} when C /= Expect -> io_lib:format("Result-Code ~p, expected ~p", [C, Expect]);
        _ when Errors /= [] -> io_lib:format("answer does not decode: ~0p", [Errors]);
        _ when H#diameter_header.is_error /= (Expect >= 3000 andalso Expect < 4000) -> "wrong E bit";
        _ -> ok
    end;
check(Other, _, _, _) ->
    io_lib:format("~0p", [Other]).

%% In maps a required AVP is its value, an optional one a list of at most one.
field(Name, Fields) ->
    case maps:get(Name, Fields, none) of
        [Value] -> Value;
        Value -> Value
    end.

%% -- callbacks ---------------------------------------------------------------------------------------------------

%% Once for each application that both sides have, all in the service's process: say it once.
peer_up(_Svc, {Ref, #diameter_caps{origin_host = {_, Host}}}, Alias) ->
    put(Ref, up) == up orelse say("up ~s", [Host]),
    rig ! {up, Alias},
    Alias.

peer_down(_Svc, {Ref, #diameter_caps{origin_host = {_, Host}}}, Alias) ->
    erase(Ref) == undefined orelse say("down ~s", [Host]),
    Alias.

pick_peer([Peer | _], _Remote, _Svc, _State) -> {ok, Peer};
pick_peer([], _Remote, _Svc, _State) -> false.
pick_peer(Local, Remote, Svc, State, _EndToEnd) -> pick_peer(Local, Remote, Svc, State).

prepare_request(Packet, Svc, Peer) -> prepare_request(Packet, Svc, Peer, none).
prepare_request(#diameter_packet{header = H, msg = [Name | Fields]} = P, _Svc, {_, Caps}, EndToEnd) ->
    #diameter_caps{origin_host = {Host, _}, origin_realm = {Realm, _}} = Caps,
    {send, P#diameter_packet{header = H#diameter_header{end_to_end_id = EndToEnd},
                             msg = [Name | Fields#{'Origin-Host' => Host, 'Origin-Realm' => Realm}]}}.

prepare_retransmit(Packet, Svc, Peer) -> prepare_request(Packet, Svc, Peer).
prepare_retransmit(Packet, _Svc, _Peer, _EndToEnd) -> {send, Packet}.

handle_answer(Packet, Request, Svc, Peer) -> handle_answer(Packet, Request, Svc, Peer, none).
handle_answer(Packet, _Request, _Svc, _Peer, _EndToEnd) -> {answer, Packet}.

handle_error(Reason, Request, Svc, Peer) -> handle_error(Reason, Request, Svc, Peer, none).
handle_error(Reason, _Request, _Svc, _Peer, _EndToEnd) -> {error, Reason}.

handle_request(#diameter_packet{header = H, msg = [Name | Fields], errors = []}, _Svc, {_, Caps}) ->
    #diameter_caps{origin_host = {Host, _}, origin_realm = {Realm, _}} = Caps,
    #{'Session-Id' := Session} = Fields,
    #diameter_header{end_to_end_id = EndToEnd, is_retransmitted = T} = H,
    say("request ~s ~s route=~s end-to-end=~8.16.0b~s",
        [Name, Session, lists:join(",", maps:get('Route-Record', Fields, [])), EndToEnd, [" T" || T]]),
    {Answer, More} = answer(Name, Fields),
    timer:sleep(list_to_integer(os:getenv("INTEROP_DELAY", "0"))),
    {reply, [Answer | More#{'Session-Id' => Session, 'Result-Code' => 2001,
                            'Origin-Host' => Host, 'Origin-Realm' => Realm}]};
handle_request(#diameter_packet{msg = Message, errors = Errors}, _Svc, _Peer) ->
    say("FAIL request does not decode: ~0p ~0p", [Errors, Message]),
    {reply, ['answer-message' | #{'Result-Code' => 3009}]}.

answer('ACR', #{'Accounting-Record-Type' := Type, 'Accounting-Record-Number' := Number}) ->
    {'ACA', #{'Accounting-Record-Type' => Type, 'Accounting-Record-Number' => Number, 'Acct-Application-Id' => 3}};
answer('ULR', _) ->
    {'ULA', #{'Auth-Session-State' => 1, 'ULA-Flags' => 1, 'Vendor-Specific-Application-Id' => s6a_id(),
              'Subscription-Data' => #{'Subscriber-Status' => 0,
                                       'MSISDN' => <<16#88, 16#61, 16#00, 16#21, 16#43, 16#F5>>,
                                       'AMBR' => #{'Max-Requested-Bandwidth-UL' => 50000000,
                                                   'Max-Requested-Bandwidth-DL' => 150000000}}}};
answer('CLR', _) ->
    {'CLA', #{'Auth-Session-State' => 1, 'Vendor-Specific-Application-Id' => s6a_id()}};
answer('RAR', _) -> {'RAA', #{}};
answer('ASR', _) -> {'ASA', #{}}.

say(Format, Args) ->
    io:format(Format ++ "~n", Args).
