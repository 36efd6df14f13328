%% Checks what a capture shows of an agent: every request followed hop by hop, byte by byte (RFC 6733 6.1.9, 6.2).
%%
%%   erl -noshell -run interop_capture main FILE EXPECTED...
%%
%% FILE      tshark -T fields -e tcp.stream -e tcp.srcport -e tcp.seq_raw -e tcp.payload, in the order of the capture
%% EXPECTED  COUNT:COMMAND:RESULT:IDENTITY,IDENTITY,...   so many requests went this way and got this Result-Code.
%%           Together they name every request of the capture. dwr:IDENTITY,IDENTITY (or dpr:) asks for at least one
%%           watchdog (or disconnect) request of the first that the second answered.
%%
%%           open:COUNT:IDENTITY,IDENTITY: so many connections of these two were accepted (CEA 2001), either way.
%%           again:IDENTITY says that this one may ask for a second connection (CER) and be refused.
%%           fd:IDENTITY says that this agent is a freeDiameter. It appends a Route-Record to answers as well, and its
%%           hop-by-hop identifiers start at the same number in each process, so two in a row may use equal ones.
%%
%% Prints one line for each finding; exits 0 when all is as expected. Identities are those of CER and CEA.
-module(interop_capture).

-export([main/1, check/2]).

-define(CER, 257).
-define(DWR, 280).
-define(DPR, 282).
-define(RESULT_CODE, 268).
-define(SESSION_ID, 263).
-define(ORIGIN_HOST, 264).
-define(ROUTE_RECORD, 282).

main([File | Expected]) ->
    {ok, Text} = file:read_file(File),
    {Summary, Findings} = check(Text, Expected),
    [io:format("FAIL ~s~n", [F]) || F <- lists:sublist(Findings, 12)],
    io:format("capture: ~s, ~b findings~n", [Summary, length(Findings)]),
    halt(min(1, length(Findings))).

%% {Summary, Findings}, both text
check(Text, Expected) ->
    {Asked, Others} = lists:partition(fun([D | _]) -> D == $d orelse D == $o end, Expected),
    {Said, Counts} = lists:partition(fun([C | _]) -> C == $f orelse C == $a end, Others),
    put(freediameters, [list_to_binary(Identity) || "fd:" ++ Identity <- Said]),
    put(again, [list_to_binary(Identity) || "again:" ++ Identity <- Said]),
    try name(messages(binary:split(Text, <<"\n">>, [global, trim_all]))) of
        Messages -> check(Messages, Asked, Counts)
    catch
        throw:{unreadable, Why} -> {"unreadable", [Why]}
    end.

check(Messages, Asked, Counts) ->
    {Base, Routed} = lists:partition(fun is_base/1, Messages),
    Transactions = transactions(Routed),
    {io_lib:format("~b connections, ~b messages, ~b requests followed",
                   [length(lists:usort([S || #{stream := S} <- Messages])), length(Messages), length(Transactions)]),
     base_findings(Base) ++ lists:append([asked_findings(E, Base) || E <- Asked])
        ++ lists:append([F || {_, F} <- Transactions]) ++ count_findings([K || {K, _} <- Transactions], Counts)}.

%% -- bytes to messages -------------------------------------------------------------------------------------------

messages(Lines) ->
    {Directions, Messages} = lists:foldl(fun segment/2, {#{}, []}, Lines),
    [unreadable("connection ~b ends within a message", [S])
     || {{S, _}, {_, Rest}} <- maps:to_list(Directions), Rest /= <<>>],
    lists:reverse(Messages).

unreadable(Format, Args) -> throw({unreadable, io_lib:format(Format, Args)}).

%% Segments of one direction in sequence; one that was seen before is a retransmission.
segment(Line, {Directions, Messages}) ->
    [Stream, Port, Seq, Hex] = binary:split(Line, <<"\t">>, [global]),
    Key = {binary_to_integer(Stream), binary_to_integer(Port)},
    Start = binary_to_integer(Seq),
    Bytes = binary:decode_hex(binary:replace(Hex, <<":">>, <<>>, [global])),
    case maps:get(Key, Directions, {Start, <<>>}) of
        {Start, Rest} ->
            {Whole, Left} = cut(<<Rest/binary, Bytes/binary>>, []),
            Next = (Start + byte_size(Bytes)) band 16#FFFFFFFF,
            {Directions#{Key => {Next, Left}}, lists:reverse([M#{direction => Key, stream => element(1, Key)}
                                                              || M <- Whole]) ++ Messages};
        {Next, _} when (Start - Next) band 16#FFFFFFFF < 16#80000000 ->
            unreadable("the capture lacks bytes of connection ~s", [Stream]);
        _ ->
            {Directions, Messages}
    end.

cut(<<1, Length:24, _/binary>> = Bytes, Done) when byte_size(Bytes) >= Length, Length >= 20 ->
    <<Message:Length/binary, Rest/binary>> = Bytes,
    <<1, _:24, Flags, Command:24, Application:32, HopByHop:32, EndToEnd:32, Body/binary>> = Message,
    cut(Rest, [#{request => Flags band 16#80 /= 0, flags => Flags, command => Command, application => Application,
                 hbh => HopByHop, e2e => EndToEnd, body => Body, avps => avps(Body)} | Done]);
cut(<<Version, _/binary>>, _) when Version /= 1 ->
    unreadable("not Diameter: version ~b", [Version]);
cut(Rest, Done) ->
    {lists:reverse(Done), Rest}.

avps(<<Code:32, V:1, Flags:7, Length:24, Rest/binary>>) when Length >= 8 + 4 * V ->
    Size = Length - 8,
    Padding = -Length band 3,
    case Rest of
        <<Data:Size/binary, _:Padding/binary, More/binary>> -> [{Code, V, Flags, Data} | avps(More)];
        _ -> [truncated]
    end;
avps(<<>>) -> [];
avps(_) -> [truncated].

values(Code, #{avps := Avps}) -> [Data || {C, 0, _, Data} <- Avps, C == Code].

result(none) -> "none";
result(Answer) ->
    case values(?RESULT_CODE, Answer) of
        [<<Code:32>>] -> integer_to_list(Code);
        _ -> "no-result-code"
    end.

%% -- who is who --------------------------------------------------------------------------------------------------

%% Both ends of a connection say their identity in CER and CEA.
name(Messages) ->
    Names = maps:from_list([{D, Host} || #{command := ?CER, direction := D} = M <- Messages,
                                         Host <- values(?ORIGIN_HOST, M)]),
    Ends = maps:groups_from_list(fun({Stream, _}) -> Stream end, maps:keys(Names)),
    [M#{from => maps:get(D, Names, <<"?">>),
        to => case [maps:get(E, Names) || E <- maps:get(S, Ends, []), E /= D] of [To] -> To; _ -> <<"?">> end}
     || #{direction := D, stream := S} = M <- Messages].

is_base(#{command := Command, application := 0}) -> lists:member(Command, [?CER, ?DWR, ?DPR]);
is_base(_) -> false.

%% -- the peers' own conversation ---------------------------------------------------------------------------------

base_findings(Base) ->
    [io_lib:format("~s of ~s to ~s on connection ~b: ~s", [base_name(C), F, T, S, Why])
     || #{request := true, command := C, from := F, to := T, stream := S} = Request <- Base,
        Why <- base_answer(C, answers(Request, Base)), not (C == ?CER andalso lists:member(F, get(again)))].

%% A DPR may cross a DPR of the other side, and then both just close.
base_answer(?DPR, []) -> [];
base_answer(_, []) -> ["no answer"];
base_answer(_, [Answer]) ->
    case result(Answer) of
        "2001" -> [];
        Code -> ["answered " ++ Code]
    end;
base_answer(_, _) -> ["several answers"].

base_name(?CER) -> "CER";
base_name(?DWR) -> "DWR";
base_name(?DPR) -> "DPR".

asked_findings("dwr:" ++ Pair, Base) -> asked(?DWR, string:split(Pair, ","), Base);
asked_findings("dpr:" ++ Pair, Base) -> asked(?DPR, string:split(Pair, ","), Base);
asked_findings("open:" ++ CountAndPair, Base) ->
    [Count, Pair] = string:split(CountAndPair, ":"),
    Ends = lists:sort([list_to_binary(I) || I <- string:split(Pair, ",")]),
    Open = length([C || #{command := ?CER, request := false, from := F, to := T} = C <- Base,
                        result(C) == "2001", lists:sort([F, T]) == Ends]),
    [io_lib:format("~b connections accepted between ~s, ~s expected", [Open, Pair, Count])
     || Open /= list_to_integer(Count)].

asked(Command, [From, To], Base) ->
    case [R || #{request := true, command := C, from := F, to := T} = R <- Base, C == Command,
               binary_to_list(F) == From, binary_to_list(T) == To, answers(R, Base) /= []] of
        [] -> [io_lib:format("no answered ~s of ~s to ~s", [base_name(Command), From, To])];
        _ -> []
    end.

answers(#{stream := S, direction := D, hbh := H, e2e := E, command := C}, Messages) ->
    [M || #{request := false, stream := S1, direction := D1, hbh := H1, e2e := E1, command := C1} = M <- Messages,
          S1 == S, D1 /= D, H1 == H, E1 == E, C1 == C].

%% -- requests from hop to hop ------------------------------------------------------------------------------------

%% [{{Command, Result, Path}, Findings}]
transactions(Routed) ->
    {Requests, Answers} = lists:partition(fun(#{request := R}) -> R end, Routed),
    ByHop = maps:groups_from_list(fun hop_key/1, Answers),
    Hops = [R#{answers => maps:get(hop_key(R), ByHop, [])} || R <- Requests],
    Asked = maps:from_list([{hop_key(R), true} || R <- Requests]),
    %% with the session: a freeDiameter that starts again within a second repeats its End-to-End Identifiers
    Groups = maps:groups_from_list(
        fun(#{e2e := E, command := C} = R) -> {values(?ORIGIN_HOST, R), E, C, values(?SESSION_ID, R)} end, Hops),
    [follow(Key, Group) || {Key, Group} <- maps:to_list(Groups)]
        ++ [{{C, "answer", [F, T]}, ["an answer that nobody asked for"]}
            || #{command := C, from := F, to := T} = A <- Answers, not is_map_key(hop_key(A), Asked)]
        ++ [{{C, "reuse", [F, T]}, ["a hop-by-hop identifier used twice on one connection"]}
            || [#{command := C, from := F, to := T}, _ | _]
                   <- maps:values(maps:groups_from_list(fun hop_key/1, Requests))].

%% Equal for a request and its answer.
hop_key(#{request := true, stream := S, from := Asker, hbh := H}) -> {S, Asker, H};
hop_key(#{request := false, stream := S, to := Asker, hbh := H}) -> {S, Asker, H}.

follow({[Origin], EndToEnd, Command, _}, Group) ->
    Hops = path(Origin, Group),
    Path = [Origin | [T || #{to := T} <- Hops]],
    Findings = [io_lib:format("~b ~8.16.0B over ~s: ~s", [Command, EndToEnd, join(Path), F])
                || F <- lists:append([["the hops do not make one path" || length(Hops) /= length(Group)],
                                      one_answer(Hops), pairs(Hops), route_records(Path, Hops)])],
    Last = case Hops of
               [] -> none;
               _ -> case lists:last(Hops) of #{answers := [A | _]} -> A; _ -> none end
           end,
    {{Command, result(Last), Path}, Findings};
follow({Origins, _, Command, _}, [#{from := F, to := T} | _]) ->
    {{Command, "unclear", [F, T]}, [io_lib:format("~b: ~b Origin-Hosts in a request of ~s to ~s",
                                                  [Command, length(Origins), F, T])]}.

%% From the origin on: who received it is who sends it next.
path(From, Group) ->
    case lists:partition(fun(#{from := F}) -> F == From end, Group) of
        {[Hop], Rest} -> [Hop | path(maps:get(to, Hop), Rest)];
        _ -> []
    end.

one_answer(Hops) ->
    [io_lib:format("~b answers of ~s to ~s", [length(A), T, F])
     || #{answers := A, from := F, to := T} <- Hops, length(A) /= 1]
        ++ [io_lib:format("the answer of ~s to ~s differs in command, End-to-End or P bit", [T, F])
            || #{answers := [A], from := F, to := T} = R <- Hops, identity_of(A) /= identity_of(R)].

%% freeDiameter clears the P bit in an error answer of its own; 6.2 says to keep it.
identity_of(#{command := C, application := A, e2e := E, flags := Flags}) ->
    {C, A, E, case get(freediameters) of [] -> Flags band 16#40; _ -> any end}.

%% What one agent did to a request and to its answer.
pairs([In, Out | Rest]) -> agent(In, Out) ++ pairs([Out | Rest]);
pairs(_) -> [].

agent(#{from := From, to := Agent, body := Body, hbh := InHop, flags := InFlags, answers := Back},
      #{body := OutBody, hbh := OutHop, flags := OutFlags, answers := Forth}) ->
    Size = byte_size(Body),
    Appended = case OutBody of
                   <<Body:Size/binary, Tail/binary>> -> avps(Tail);
                   _ -> changed
               end,
    [io_lib:format("~s ~s", [Agent, W]) || W <- lists:append([
        ["changed the body of the request" || Appended == changed],
        [io_lib:format("appended ~0p, not Route-Record ~s with the M bit alone", [Appended, From])
         || Appended /= changed, not is_route_record(Appended, From)],
        ["changed the flags of the request" || InFlags /= OutFlags],
        ["kept the hop-by-hop identifier" || InHop == OutHop, not is_freediameter(Agent)],
        ["changed the answer" || [[B], [F]] <- [[Back, Forth]], not same_answer(Agent, B, F)]])].

is_freediameter(Agent) -> lists:member(Agent, get(freediameters)).

is_route_record([{?ROUTE_RECORD, 0, Flags, Data}], From) -> Flags == 16#40 andalso Data == From;
is_route_record(_, _) -> false.

same_answer(_, #{body := Body, flags := Flags}, #{body := Body, flags := Flags}) -> true;
same_answer(Agent, #{body := Back, flags := Flags}, #{body := Forth, flags := Flags, from := From}) ->
    Size = byte_size(Forth),
    case Back of
        <<Forth:Size/binary, Tail/binary>> ->
            is_freediameter(Agent) andalso is_route_record(avps(Tail), From);
        _ -> false
    end;
same_answer(_, _, _) -> false.

%% The list at each hop is the path so far, without its last member.
route_records(Path, Hops) ->
    [io_lib:format("Route-Record list ~s on hop ~b", [join(values(?ROUTE_RECORD, Hop)), N])
     || {N, Hop} <- lists:zip(lists:seq(1, length(Hops)), Hops),
        values(?ROUTE_RECORD, Hop) /= lists:sublist(Path, N - 1)].

count_findings(Seen, Expected) ->
    Counted = maps:map(fun(_, L) -> length(L) end, maps:groups_from_list(fun label/1, Seen)),
    Wanted = maps:from_list([{Label, list_to_integer(Count)}
                             || E <- Expected, [Count, Label] <- [string:split(E, ":")]]),
    [io_lib:format("~s: ~b seen, ~b expected", [L, maps:get(L, Counted, 0), maps:get(L, Wanted, 0)])
     || L <- lists:usort(maps:keys(Counted) ++ maps:keys(Wanted)), maps:get(L, Counted, 0) /= maps:get(L, Wanted, 0)].

label({Command, Result, Path}) ->
    lists:flatten(io_lib:format("~b:~s:~s", [Command, Result, join(Path)])).

join(Names) -> lists:join(",", [binary_to_list(N) || N <- Names]).
