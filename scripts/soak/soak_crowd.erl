%% A crowd at the door of an agent: many peers, connections that say nothing, peers that come and go.
%%
%%   erl -noshell -run soak_crowd main PORT peers COUNT SECONDS     all at once, then gone: half by DPR, half just close
%%   erl -noshell -run soak_crowd main PORT silent COUNT SECONDS    no CER: closed by the agent within so many seconds
%%   erl -noshell -run soak_crowd main PORT churn RATE SECONDS      so many a second connect, and part in one of four ways
%%
%% Prints one line that says what became of them; exits 0 when that is what has to be.
-module(soak_crowd).

-export([main/1]).

-define(CER, 257).
-define(DWR, 280).
-define(DPR, 282).
-define(TIMEOUT, 20000).
-define(REALM, "visited.example").

main([Port, "peers", Count, Seconds]) -> peers(number(Port), number(Count), number(Seconds) * 1000);
main([Port, "silent", Count, Seconds]) -> silent(number(Port), number(Count), number(Seconds) * 1000);
main([Port, "churn", Rate, Seconds]) -> churn(number(Port), number(Rate), number(Seconds)).

number(Text) -> list_to_integer(Text).

say(Format, Args) -> io:format(Format ++ "~n", Args).

ended(true) -> halt(0);
ended(false) -> halt(1).

%% -- many peers --------------------------------------------------------------------------------------------------

peers(Port, Count, Milliseconds) ->
    Self = self(),
    Started = now_ms(),
    Peers = [spawn_link(fun() -> peer(Self, Port, N) end) || N <- lists:seq(1, Count)],
    Open = length([ok || P <- Peers, ok == receive {P, Result} -> Result end]),
    Took = now_ms() - Started,
    say("open ~b", [Open]),
    timer:sleep(Milliseconds),
    [P ! leave || P <- Peers],
    Good = length([ok || P <- Peers, ok == receive {P, Result} -> Result end]),
    say("~b of ~b peers open after ~b ms, ~b stayed and parted in order", [Open, Count, Took, Good]),
    ended(Open == Count andalso Good == Count).

peer(Parent, Port, N) ->
    case join(Port, identity(N)) of
        {ok, Socket} ->
            Parent ! {self(), ok},
            ok = inet:setopts(Socket, [{active, true}]),
            Parent ! {self(), stay(Socket, N)};
        Wrong ->
            Parent ! {self(), Wrong},
            receive leave -> Parent ! {self(), Wrong} end
    end.

stay(Socket, N) ->
    receive
        {tcp, Socket, Message} -> answer(Socket, Message), stay(Socket, N);
        {tcp_closed, Socket} -> receive leave -> lost end;
        leave ->
            ok = inet:setopts(Socket, [{active, false}]),
            leave(Socket, identity(N), case N rem 2 of 0 -> dpr; 1 -> close end)
    end.

%% -- nothing said ------------------------------------------------------------------------------------------------

silent(Port, Count, Milliseconds) ->
    Sockets = [connect(Port) || _ <- lists:seq(1, Count)],
    Connected = [S || {ok, S} <- Sockets],
    say("connected ~b", [length(Connected)]),
    Deadline = now_ms() + Milliseconds,
    Closed = length([S || S <- Connected, {error, closed} == gen_tcp:recv(S, 0, max(0, Deadline - now_ms()))]),
    say("~b of ~b connections without a CER made, ~b closed by the agent", [length(Connected), Count, Closed]),
    ended(Closed == Count).

%% -- coming and going --------------------------------------------------------------------------------------------

churn(Port, Rate, Seconds) ->
    Self = self(),
    Count = Rate * Seconds,
    Started = now_ms(),
    Visits = [begin
                  timer:sleep(max(0, Started + N * 1000 div Rate - now_ms())),
                  spawn_link(fun() -> Self ! {self(), visit(Port, N)} end)
              end || N <- lists:seq(1, Count)],
    Results = [receive {V, Result} -> Result end || V <- Visits],
    Took = now_ms() - Started,
    Good = length([ok || ok <- Results]),
    say("~b of ~b visits of ~.1f a second ended as they should~s",
        [Good, Count, Count * 1000 / max(1, Took), case lists:usort(Results) -- [ok] of
                                                       [] -> "";
                                                       Others -> io_lib:format(": ~0p", [lists:sublist(Others, 3)])
                                                   end]),
    ended(Good == Count).

%% As many names as come in five seconds, each in its turn.
visit(Port, N) ->
    Identity = identity(N),
    case join(Port, Identity) of
        {ok, Socket} -> leave(Socket, Identity, lists:nth(1 + N rem 4, [dpr, close, reset, half]));
        Wrong -> Wrong
    end.

leave(Socket, Identity, dpr) ->
    ok = gen_tcp:send(Socket, message(16#80, ?DPR, [origin(Identity), avp(273, <<2:32>>)])),
    case await(Socket, ?DPR) of
        {ok, <<2001:32>>} -> gen_tcp:close(Socket);
        Wrong -> {dpr, Wrong}
    end;
leave(Socket, _, close) -> gen_tcp:close(Socket);
leave(Socket, _, reset) ->
    ok = inet:setopts(Socket, [{linger, {true, 0}}]),
    gen_tcp:close(Socket);
%% a message that is never finished
leave(Socket, Identity, half) ->
    <<Half:30/bytes, _/binary>> = message(16#80, ?DWR, [origin(Identity)]),
    ok = gen_tcp:send(Socket, Half),
    gen_tcp:close(Socket).

%% -- the base protocol -------------------------------------------------------------------------------------------

connect(Port) ->
    gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {active, false}, {packet, raw}, {nodelay, true}], ?TIMEOUT).

join(Port, Identity) ->
    case connect(Port) of
        {ok, Socket} ->
            ok = gen_tcp:send(Socket, message(16#80, ?CER, [origin(Identity), avp(257, <<1:16, 127, 0, 0, 1>>),
                                                            avp(266, <<0:32>>), avp(269, <<"soak">>, 0),
                                                            avp(258, <<16#FFFFFFFF:32>>)])),
            case await(Socket, ?CER) of
                {ok, <<2001:32>>} -> {ok, Socket};
                Wrong -> gen_tcp:close(Socket), {cer, Wrong}
            end;
        Wrong -> Wrong
    end.

%% The Result-Code of the answer; what the agent asks meanwhile is answered.
await(Socket, Command) ->
    case receive_message(Socket) of
        {ok, <<1, _:24, 0:1, _:7, Command:24, _:96, 268:32, _:8, 12:24, Code:4/bytes, _/binary>>} -> {ok, Code};
        {ok, <<_:32, 1:1, _/bits>> = Request} -> answer(Socket, Request), await(Socket, Command);
        {ok, Other} -> {unexpected, Other};
        Error -> Error
    end.

receive_message(Socket) ->
    case gen_tcp:recv(Socket, 4, ?TIMEOUT) of
        {ok, <<1, Length:24>> = Head} ->
            case gen_tcp:recv(Socket, Length - 4, ?TIMEOUT) of
                {ok, Rest} -> {ok, <<Head/binary, Rest/binary>>};
                Error -> Error
            end;
        Error -> Error
    end.

%% DWR and DPR of the agent, also several at once.
answer(Socket, <<1, Length:24, _/binary>> = Messages) when byte_size(Messages) > Length ->
    <<First:Length/bytes, Rest/binary>> = Messages,
    answer(Socket, First),
    answer(Socket, Rest);
answer(Socket, <<1, _:24, 1:1, _:7, Command:24, _:32, Ids:8/bytes, _/binary>>) ->
    Body = iolist_to_binary([avp(268, <<2001:32>>), origin("crowd." ++ ?REALM)]),
    gen_tcp:send(Socket, <<1, (20 + byte_size(Body)):24, 0, Command:24, 0:32, Ids/binary, Body/binary>>);
answer(_, _) -> ok.

message(Flags, Command, Avps) ->
    Body = iolist_to_binary(Avps),
    <<1, (20 + byte_size(Body)):24, Flags, Command:24, 0:32, (rand:uniform(16#FFFFFFFF)):32,
      (rand:uniform(16#FFFFFFFF)):32, Body/binary>>.

origin(Identity) -> [avp(264, list_to_binary(Identity)), avp(296, <<?REALM>>)].

avp(Code, Data) -> avp(Code, Data, 16#40).
avp(Code, Data, Flags) ->
    Padding = -byte_size(Data) band 3,
    <<Code:32, Flags, (8 + byte_size(Data)):24, Data/binary, 0:(Padding * 8)>>.

identity(N) -> "peer" ++ integer_to_list(N rem 1000) ++ "." ++ ?REALM.

now_ms() -> erlang:monotonic_time(millisecond).
