%% Accounts for every request in captures of an agent whose servers were killed, stopped, restarted or cut off.
%%
%%   erl -noshell -run chaos_account main KEY=VALUE...
%%
%% client=FILE              capture (pcap) of the client's side of the agent
%% server=IDENTITY:FILE     capture of the agent's side of the way to that server; twice, or not at all where TLS hides it
%% log=IDENTITY:FILE        what that server wrote: "end-to-end" and the identifier, and a T at the end of the line
%% agent=PORT, home=PORT    where the agent and the servers listen
%% attempt=MS               the attempt timeout of requests that do not charge
%% silence=MS               how long a server was silent, at least, before the agent's watchdog suspects it
%% charging=lenient         requests that charge (CCR, ACR) may end with 3002; they are counted
%% logs=lossy               a server that was killed may not have logged all that it had answered
%% late=none                no first copy may leave after the request was sent again: what lies in the buffer of a
%%                          connection that was given up has to be thrown away
%%
%% Independent of the agent's own code. Asks of every request:
%%   - exactly one answer to the client, with its hop-by-hop identifier, 2001 unless it charges and may be lenient;
%%   - what the servers got has the end-to-end identifier of a request of the client;
%%   - no server got it twice, unless the other one was lost meanwhile; one copy is without the T bit and every other one has it (RFC 6733 5.5.4), but for those
%%     sent after an answer 3002 or 3004;
%%   - it was sent again only if the other server's connection was lost or silent for so long, or, for a request that does
%%     not charge, after the attempt timeout; and not if an answer had come within that time, but for 3002 and 3004 (the
%%     agent drops the answer to an attempt that it has given up);
%%   - by the servers' own logs, too, only one got it without the T bit, and once;
%%   - the client's answer is one that a server gave, or 3002 of the agent.
%% Without captures of the servers' side their logs alone say what they got, but not when and what they answered. Then:
%%   - what ended with 2001 is in one of the logs, and the rules for the client's side and for the logs hold as above;
%%   - how much was sent again is counted, and how much of that was logged by both.
-module(chaos_account).

-export([main/1, check/3, check_logs/3, check_sealed/3]).

-define(CHARGING, [271, 272]).
-define(SLACK_US, 20000). % what timers and captures on several interfaces may differ by
-define(RACE_US, 50000).  % an answer that has arrived and has not been read yet

main(Arguments) ->
    Options = [list_to_tuple(string:split(A, "=")) || A <- Arguments],
    {Lines, Findings} = try account(Options)
                        catch throw:{unreadable, Why} -> {["unreadable"], [Why]}
                        end,
    [io:format("account: ~s~n", [L]) || L <- Lines],
    [io:format("FAIL ~s~n", [F]) || F <- lists:sublist(Findings, 12)],
    io:format("account: ~b findings~n", [length(Findings)]),
    halt(min(1, length(Findings))).

account(Options) ->
    Agent = number("agent", Options),
    Home = number("home", Options),
    {Asked, _} = transactions(proplists:get_value("client", Options), Agent),
    Servers = [{Identity, transactions(File, Home)}
               || {"server", V} <- Options, [Identity, File] <- [string:split(V, ":")]],
    Logs = [{Identity, logged(File)} || {"log", V} <- Options, [Identity, File] <- [string:split(V, ":")]],
    Rules = #{attempt => number("attempt", Options) * 1000, silence => number("silence", Options) * 1000,
              lenient => proplists:get_value("charging", Options) == "lenient",
              late => proplists:get_value("late", Options) /= "none",
              whole => proplists:get_value("logs", Options) /= "lossy"},
    {Lines, Findings} = case Servers of
                            [] -> check_sealed(Asked, Logs, Rules);
                            _ -> check(Asked, Servers, Rules)
                        end,
    {Lines ++ [io_lib:format("~s logged ~b requests, ~b with the T bit",
                             [I, length(L), length([t || {_, true} <- L])]) || {I, L} <- Logs],
     Findings ++ check_logs(Asked, Servers, Logs)}.

%% Asked: the client's requests; Servers: [{Identity, {Requests, Heard}}], both as from transactions/2.
check(Asked, Servers, #{silence := Silence} = Options) ->
    Rules = Options#{quiet => maps:from_list([{Identity, quiet(Heard, Silence)} || {Identity, {_, Heard}} <- Servers])},
    Copies = maps:groups_from_list(fun(#{e2e := E}) -> E end,
                                   [C#{server => Identity} || {Identity, {Cs, _}} <- Servers, C <- Cs]),
    Known = maps:groups_from_list(fun(#{e2e := E}) -> E end, Asked),
    Judged = [judge(R, in_order(maps:get(maps:get(e2e, R), Copies, [])), Rules) || R <- Asked],
    Strange = [io_lib:format("~s got ~8.16.0B, which no client sent", [maps:get(server, C), E])
               || {E, [C | _]} <- maps:to_list(Copies), not is_map_key(E, Known)],
    {summary(Asked, Judged, Servers), sane(Asked, Known) ++ Strange ++ lists:append([F || {_, F} <- Judged])}.

sane(Asked, Known) ->
    ["the capture has no requests" || Asked == []]
        ++ [io_lib:format("the client used ~8.16.0B twice", [E]) || {E, [_, _ | _]} <- maps:to_list(Known)].

%% With nothing but the client's requests and the servers' logs, [{Identity, [{EndToEnd, T}]}].
check_sealed(Asked, Logs, #{whole := Whole} = Rules) ->
    Known = maps:groups_from_list(fun(#{e2e := E}) -> E end, Asked),
    Copies = maps:groups_from_list(fun({E, _}) -> E end, fun({_, T}) -> T end, lists:append([L || {_, L} <- Logs])),
    Unlogged = [R || #{e2e := E, answers := [{_, 2001}]} = R <- Asked, not is_map_key(E, Copies)],
    Wrong = [{R, W} || R <- Asked, W <- to_client(R, Rules)]
        ++ [{R, "no server had logged what was answered"} || Whole, R <- Unlogged],
    Again = [R || #{e2e := E} = R <- Asked, lists:member(true, maps:get(E, Copies, []))],
    {waits(Asked)
         ++ [io_lib:format("with the T bit ~b (~b that charge), seen twice ~b, answered and not logged ~b",
                           [length(Again), length([1 || #{command := C} <- Again, lists:member(C, ?CHARGING)]),
                            length([1 || {_, [_, _ | _]} <- maps:to_list(Copies)]), length(Unlogged)])],
     sane(Asked, Known) ++ [finding(R, W) || {R, W} <- Wrong]}.

%% [{EndToEnd, T}]
logged(File) ->
    {ok, Text} = file:read_file(File),
    {match, Found} = case re:run(Text, "end-to-end[= ]([0-9a-f]{8})(.*)$",
                                 [global, multiline, {capture, all_but_first, binary}]) of
                         nomatch -> {match, []};
                         Match -> Match
                     end,
    [{binary_to_integer(E, 16), string:find(Rest, "T") /= nomatch} || [E, Rest] <- Found].

check_logs(Asked, Servers, Logs) ->
    Known = maps:from_list([{E, true} || #{e2e := E} <- Asked]),
    Refused = maps:from_list([{E, true} || {_, {Copies, _}} <- Servers, #{e2e := E, answers := As} <- Copies,
                                           {_, Code} <- As, Code == 3002 orelse Code == 3004]),
    First = [E || {_, L} <- Logs, {E, false} <- L, not is_map_key(E, Refused)],
    [io_lib:format("~s logged ~8.16.0B, which no client sent", [I, E])
     || {I, L} <- Logs, {E, _} <- L, not is_map_key(E, Known)]
        ++ [io_lib:format("~8.16.0B logged twice without the T bit", [E]) || E <- twice(First)].

twice(List) ->
    Sorted = lists:sort(List),
    lists:usort([A || {A, A} <- lists:zip(lists:droplast([none | Sorted]), Sorted)]).

in_order(Copies) -> lists:sort(fun(#{at := A}, #{at := B}) -> A =< B end, Copies).

number(Key, Options) -> list_to_integer(proplists:get_value(Key, Options)).

%% -- one request -------------------------------------------------------------------------------------------------

%% {Facts, Findings}
judge(#{command := Command} = Request, Copies, Rules) ->
    Wrong = to_client(Request, Rules) ++ copies(Request, Copies, Rules) ++ origin_of_answer(Request, Copies),
    Facts = #{charging => lists:member(Command, ?CHARGING), copies => length(Copies),
              repeated => length([1 || #{t := true} <- Copies]),
              late => late(Copies), unseen => length([1 || Copies /= [], lists:all(fun(#{t := T}) -> T end, Copies)])},
    {Facts, [finding(Request, W) || W <- Wrong]}.

finding(#{e2e := E, command := Command}, What) -> io_lib:format("~b ~8.16.0B: ~s", [Command, E, What]).

%% First copies that left after a later one.
late([#{t := true} | Rest]) -> length([1 || #{t := false} <- Rest]);
late(_) -> 0.

to_client(#{t := true}, _) -> ["the client itself set the T bit"];
to_client(#{answers := [{_, 2001}]}, _) -> [];
to_client(#{answers := [{_, 3002}], command := C}, #{lenient := true}) ->
    ["the client got 3002" || not lists:member(C, ?CHARGING)];
to_client(#{answers := [{_, Code}]}, _) -> [io_lib:format("the client got ~b", [Code])];
to_client(#{answers := Answers}, _) -> [io_lib:format("the client got ~b answers", [length(Answers)])].

copies(Request, Copies, #{late := Late} = Rules) ->
    ["a server got it twice" || #{server := S, at := At} <- Copies, #{server := S1, at := At1} <- Copies, S1 == S, At1 < At,
                                not lost_between(At1, At, others(S, Rules), Rules)]
        ++ ["the first copy left late" || not Late, late(Copies) > 0]
        ++ ["sent more than once without the T bit" || length([1 || #{t := false} = C <- Copies, refused(C, Copies) == []]) > 1]
        ++ [io_lib:format("~s at ~s, ~b ms after the client", [W, Server, (At - maps:get(at, Request)) div 1000])
            || #{server := Server, at := At} = C <- Copies, W <- copy(Request, C, Copies, Rules)].

copy(_, #{t := false} = Copy, Copies, _) ->
    %% a first copy may lie in a buffer while the next one is answered
    ["without the T bit although the first copy was not refused"
     || lists:any(fun(#{t := T, at := At}) -> not T andalso At < maps:get(at, Copy) end, Copies), refused(Copy, Copies) == []];
copy(Request, #{t := true, at := At, server := Server} = Copy, Copies, Rules) ->
    ["with the T bit although the copy before was refused" || refused(Copy, Copies) /= []]
        ++ [io_lib:format("sent again after ~b had come", [Code])
            || {_, Code} <- answers_before(At - ?RACE_US, in_time(Request, Copies, Rules)), Code /= 3002, Code /= 3004]
        ++ due(Request, At, others(Server, Rules), Rules).

%% The copies with the answers that came while the attempt had time.
in_time(#{command := Command}, Copies, #{attempt := Attempt}) ->
    [case lists:member(Command, ?CHARGING) of
         true -> C;
         false -> C#{answers := [A || {When, _} = A <- As, When - At < Attempt]}
     end || #{at := At, answers := As} = C <- Copies].

%% Refusals that had come before this copy was sent.
refused(#{at := At}, Copies) -> [Code || {_, Code} <- answers_before(At, Copies), Code == 3002 orelse Code == 3004].

answers_before(At, Copies) -> [{When, Code} || #{answers := As} <- Copies, {When, Code} <- As, When < At].

others(Server, #{quiet := Quiet}) -> [S || S <- maps:keys(Quiet), S /= Server].

%% Sent again: too early?
due(#{at := Asked, command := Command}, At, Tried, #{attempt := Attempt} = Rules) ->
    ByTimeout = not lists:member(Command, ?CHARGING) andalso At - Asked >= Attempt - ?SLACK_US,
    ByServer = lost_between(Asked, At, Tried, Rules),
    ["sent again before time" || not ByTimeout, not ByServer].

lost_between(From, To, Servers, #{quiet := Quiet}) ->
    lists:any(fun(S) -> is_within(From, To, maps:get(S, Quiet)) end, Servers).

%% Was the server lost or silent for so long at any time between the two?
is_within(From, To, Periods) ->
    lists:any(fun({Begin, End}) -> Begin =< To + ?SLACK_US andalso End >= From - ?SLACK_US end, Periods).

%% When a server's silence had lasted too long until it said something again, and when its connection ended.
quiet(Heard, Silence) -> quiet(Heard, Silence, []).
quiet([{At, over} | Rest], Silence, Done) ->
    quiet(Rest, Silence, [{At, At} | Done]);
quiet([{At, said}, {Next, What} | Rest], Silence, Done) when Next - At > Silence ->
    quiet([{Next, What} | Rest], Silence, [{At + Silence, Next} | Done]);
quiet([{At, said}], Silence, Done) -> [{At + Silence, infinity} | Done];
quiet([_ | Rest], Silence, Done) -> quiet(Rest, Silence, Done);
quiet([], _, Done) -> Done.

origin_of_answer(#{answers := [{_, 3002}]}, _) -> [];
origin_of_answer(#{answers := [{At, Code}]}, Copies) ->
    ["no server had given the answer" || not lists:any(fun(#{answers := As}) ->
        lists:any(fun({When, C}) -> C == Code andalso When =< At + ?SLACK_US end, As) end, Copies)];
origin_of_answer(_, _) -> [].

%% -- summary -----------------------------------------------------------------------------------------------------

summary(Asked, Judged, Servers) ->
    Facts = [F || {F, _} <- Judged],
    waits(Asked) ++
    [io_lib:format("with the T bit ~b (~b that charge), seen at two servers ~b, first copy never left ~b, left late ~b",
                   [sum(repeated, Facts), sum(repeated, [F || #{charging := true} = F <- Facts]),
                    length([1 || #{copies := N} <- Facts, N > 1]), sum(unseen, Facts), sum(late, Facts)])
     | [io_lib:format("~s: ~b requests, ~b answers, connections lost ~b",
                      [I, length(Cs), lists:sum([length(A) || #{answers := A} <- Cs]),
                       length([1 || {_, over} <- Heard])]) || {I, {Cs, Heard}} <- Servers]].

waits(Asked) ->
    {Charging, Others} = lists:partition(fun(#{command := C}) -> lists:member(C, ?CHARGING) end, Asked),
    [io_lib:format("~b requests: ~s", [length(Asked), results(Asked)]),
     waited("requests that do not charge", Others), waited("requests that charge", Charging)].

sum(Key, Facts) -> lists:sum([maps:get(Key, F) || F <- Facts]).

results(Asked) ->
    Counted = maps:map(fun(_, L) -> length(L) end,
                       maps:groups_from_list(fun(#{answers := A}) -> [C || {_, C} <- A] end, Asked)),
    lists:join(", ", [io_lib:format("~0p ~b", [Codes, N]) || {Codes, N} <- maps:to_list(Counted)]).

waited(What, Requests) ->
    Times = lists:sort([When - At || #{at := At, answers := [{When, _} | _]} <- Requests]),
    case length(Times) of
        0 -> [What, ": none"];
        N -> io_lib:format("~s: ~b, waited ~.1f ms (50 %), ~.1f ms (99 %), ~.1f ms (longest)",
                           [What, N | [lists:nth(I, Times) / 1000 || I <- [(N + 1) div 2, (N * 99 + 99) div 100, N]]])
    end.

%% -- captures ----------------------------------------------------------------------------------------------------

%% {Requests of applications that were sent to PORT, each with its answers [{At, Result}],
%%  what came from PORT: [{At, said | over}] in order}
transactions(File, Port) ->
    {ok, Capture} = file:read_file(File),
    {Messages, Heard} = chaos_pcap:messages(Capture, Port),
    {Requests, Answers} = lists:partition(fun(#{request := R}) -> R end,
                                          [M || #{application := A} = M <- Messages, A /= 0]),
    ByHop = maps:groups_from_list(fun(#{connection := C, hbh := H, e2e := E}) -> {C, H, E} end,
                                  fun(#{at := At, result := Result}) -> {At, Result} end, Answers),
    {[R#{answers => maps:get({C, H, E}, ByHop, [])} || #{connection := C, hbh := H, e2e := E} = R <- Requests], Heard}.
