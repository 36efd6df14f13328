%% Shows that interop_capture finds what it is there to find: a small capture is sound, and each single change to it
%% is reported.
%%
%%   client (c.a) --connection 0--> agent (r.b) --connection 1--> server (s.d)
-module(interop_capture_test).

-export([main/0]).

-define(CLIENT, "c.a").
-define(AGENT, "r.b").
-define(SERVER, "s.d").
-define(EXPECTED, ["1:271:2001:c.a,r.b,s.d"]).

main() ->
    {_, []} = interop_capture:check(text(sound()), ?EXPECTED),
    {_, []} = interop_capture:check(text(sound()), ["open:1:s.d,r.b", "open:1:c.a,r.b" | ?EXPECTED]),
    {_, []} = interop_capture:check(text(in_pieces(sound())), ?EXPECTED),
    Passed = [Name || {Name, Change, Expected} <- changes(),
                      {_, []} <- [interop_capture:check(text(Change(sound())), Expected)]],
    [io:format("FAIL not found: ~s~n", [Name]) || Name <- Passed],
    halt(min(1, length(Passed))).

changes() ->
    Same = fun(Capture) -> Capture end,
    [{"other count", Same, ["2:271:2001:c.a,r.b,s.d"]},
     {"other result", Same, ["1:271:3002:c.a,r.b,s.d"]},
     {"other path", Same, ["1:271:2001:c.a,s.d"]},
     {"no watchdog", Same, ["dwr:r.b,s.d" | ?EXPECTED]},
     {"other number of connections", Same, ["open:2:r.b,c.a" | ?EXPECTED]},
     {"no disconnect", Same, ["dpr:r.b,s.d" | ?EXPECTED]}
     | [{Name, fun(Capture) -> lists:keyreplace(Key, 1, Capture, {Key, Where, Message}) end, ?EXPECTED}
        || {Name, Key, Where, Message} <- [
            {"Route-Record of the agent itself", forwarded, to_server(), request(7, [route(?AGENT)])},
            {"no Route-Record", forwarded, to_server(), request(7, [])},
            {"two Route-Records", forwarded, to_server(), request(7, [route(?CLIENT), route(?AGENT)])},
            {"Route-Record without M", forwarded, to_server(), request(7, [avp(282, 0, ?CLIENT)])},
            {"hop-by-hop kept", forwarded, to_server(), request(5, [route(?CLIENT)])},
            {"End-to-End changed", forwarded, to_server(), message(16#C0, 271, 7, 10, body([route(?CLIENT)]))},
            {"T bit set", forwarded, to_server(), message(16#D0, 271, 7, 9, body([route(?CLIENT)]))},
            {"body changed", forwarded, to_server(), message(16#C0, 271, 7, 9, [<<0:32>>, body([route(?CLIENT)])])},
            {"answer changed", returned, to_client(), answer(16#40, 5, [avp(281, 0, "more")])},
            {"answer with a Route-Record", returned, to_client(), answer(16#40, 5, [route(?SERVER)])},
            {"answer without P", returned, to_client(), answer(0, 5, [])},
            {"hop-by-hop not restored", returned, to_client(), answer(16#40, 7, [])},
            {"no answer", returned, to_client(), <<>>},
            {"two answers", returned, to_client(), [answer(16#40, 5, []), answer(16#40, 5, [])]},
            {"answer to another connection", returned, {1, 2000}, answer(16#40, 5, [])},
            {"no CEA", cea, {1, 4000}, <<>>},
            {"half a message", answered, from_server(), binary:part(answer(16#40, 7, []), 0, 40)},
            {"not Diameter", answered, from_server(), <<2, 0:152>>}]]].

to_client() -> {0, 2000}.
to_server() -> {1, 3000}.
from_server() -> {1, 4000}.

%% {Key, {Connection, Port of the sender}, Bytes}, in the order of the capture
sound() ->
    [{cer0, {0, 1000}, message(16#80, 257, 1, 1, [avp(264, 16#40, ?CLIENT)])},
     {cea0, to_client(), message(0, 257, 1, 1, [result(2001), avp(264, 16#40, ?AGENT)])},
     {cer, to_server(), message(16#80, 257, 2, 2, [avp(264, 16#40, ?AGENT)])},
     {cea, from_server(), message(0, 257, 2, 2, [result(2001), avp(264, 16#40, ?SERVER)])},
     {asked, {0, 1000}, request(5, [])},
     {forwarded, to_server(), request(7, [route(?CLIENT)])},
     {answered, from_server(), answer(16#40, 7, [])},
     {returned, to_client(), answer(16#40, 5, [])}].

in_pieces(Capture) ->
    lists:append([[{K, W, binary:part(B, 0, 13)}, {K, W, binary:part(B, 13, byte_size(B) - 13)}]
                  || {K, W, B} <- Capture]).

request(HopByHop, More) -> message(16#C0, 271, HopByHop, 9, body(More)).

body(More) -> [avp(263, 16#40, "session"), avp(264, 16#40, ?CLIENT) | More].

answer(Flags, HopByHop, More) ->
    message(Flags, 271, HopByHop, 9, [avp(263, 16#40, "session"), result(2001), avp(264, 16#40, ?SERVER) | More]).

message(Flags, Command, HopByHop, EndToEnd, Avps) ->
    Body = iolist_to_binary(Avps),
    Application = case Command of 257 -> 0; _ -> 3 end,
    <<1, (20 + byte_size(Body)):24, Flags, Command:24, Application:32, HopByHop:32, EndToEnd:32, Body/binary>>.

avp(Code, Flags, Data) ->
    Bytes = iolist_to_binary(Data),
    [<<Code:32, Flags, (8 + byte_size(Bytes)):24>>, Bytes, binary:copy(<<0>>, -byte_size(Bytes) band 3)].

route(Identity) -> avp(282, 16#40, Identity).
result(Code) -> avp(268, 16#40, <<Code:32>>).

%% As tshark prints it: connection, port of the sender, sequence number, bytes. One line for each segment.
text(Capture) ->
    {Lines, _} = lists:mapfoldl(fun({_, {Connection, Port} = Where, Content}, Sent) ->
        Bytes = iolist_to_binary(Content),
        Seq = maps:get(Where, Sent, 16#FFFFFFF0),      % wraps on the way
        {[io_lib:format("~b\t~b\t~b\t~s~n", [Connection, Port, Seq, binary:encode_hex(Bytes)]) || Bytes /= <<>>],
         Sent#{Where => (Seq + byte_size(Bytes)) band 16#FFFFFFFF}}
    end, #{}, Capture),
    iolist_to_binary(Lines).
