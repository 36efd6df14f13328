%% Reads Diameter messages out of a capture (pcap, Ethernet, IPv4, TCP).
-module(chaos_pcap).

-export([messages/2]).

-define(RESULT_CODE, 268).
-define(EXPERIMENTAL_RESULT, 297).

%% messages(Capture, Port) -> {[Message], [{At, said | over}]}
%%
%% Of all connections to Port. A message has at (microseconds), connection, request, t, command, application, hbh, e2e and
%% result (0 in a request). said: bytes came from Port; over: one side ended a connection (FIN or RST).
messages(<<16#D4C3B2A1:32, _:16/bytes, 1:32/little, Packets/binary>>, Port) -> packets(Packets, Port, 1, #{}, [], []);
messages(<<16#4D3CB2A1:32, _:16/bytes, 1:32/little, Packets/binary>>, Port) -> packets(Packets, Port, 1000, #{}, [], []);
messages(_, _) -> throw({unreadable, "no pcap of Ethernet frames"}).

packets(<<S:32/little, F:32/little, Length:32/little, Length:32/little, Frame:Length/bytes, Rest/binary>>,
        Port, Fraction, Streams, Messages, Heard) ->
    case Frame of
        <<_:12/bytes, 16#0800:16, 4:4, Words:4, _, Total:16, _:5/bytes, 6, _:16, From:32, To:32, More/binary>> ->
            Options = (Words - 5) * 4,
            <<_:Options/bytes, Segment/binary>> = More,
            %% a short frame is padded, and one that the sender's card was to cut up may have no length
            Size = case Total of 0 -> byte_size(Segment); _ -> min(byte_size(Segment), Total - Words * 4) end,
            <<Tcp:Size/bytes, _/binary>> = Segment,
            {Changed, New, Said} = segment(S * 1000000 + F div Fraction, From, To, Tcp, Port, Streams),
            packets(Rest, Port, Fraction, Changed, New ++ Messages, Said ++ Heard);
        _ ->
            packets(Rest, Port, Fraction, Streams, Messages, Heard)
    end;
packets(<<_:64, Length:32/little, Original:32/little, _/binary>>, _, _, _, _, _) when Length < Original ->
    throw({unreadable, "the capture has cut packets off"});
packets(_, _, _, _, Messages, Heard) ->
    {lists:reverse(Messages), lists:reverse(Heard)}.

%% A connection gets a number with its SYN; its ports may be used again.
segment(At, From, To, <<Source:16, Target:16, Seq:32, _:32, Offset:4, _:4, _:5, Rst:1, Syn:1, Fin:1, Rest/binary>>,
        Port, Streams) when Source == Port; Target == Port ->
    Key = {From, Source, To, Target},
    Back = {To, Target, From, Source},
    Options = Offset * 4 - 14,
    <<_:Options/bytes, Payload/binary>> = Rest,
    Over = [{At, over} || Rst + Fin > 0],
    case Streams of
        _ when Syn == 1, Target == Port ->
            Number = maps:get(count, Streams, 0) + 1,
            {Streams#{count => Number, Key => {Number, Seq + 1, <<>>, #{}}, Back => {Number, any, <<>>, #{}}}, [], []};
        #{Key := {Number, _, _, _}} when Syn == 1 ->
            {Streams#{Key => {Number, Seq + 1, <<>>, #{}}}, [], []};
        #{Key := {Number, Next, Left, Early}} when Payload /= <<>> ->
            {Position, Bytes, Waiting} = in_order(Seq, Payload, Next, Left, Early),
            {Messages, Remaining} = cut(Bytes, At, Number, []),
            {Streams#{Key => {Number, Position, Remaining, Waiting}}, Messages,
             Over ++ [{At, said} || Source == Port]};
        _ ->
            {Streams, [], Over}
    end;
segment(_, _, _, _, _, Streams) ->
    {Streams, [], []}.

%% Segments may come twice, in other pieces, or before their time.
in_order(Seq, Payload, any, Left, Early) -> in_order(Seq, Payload, Seq, Left, Early);
in_order(Seq, Payload, Next, Left, Early) ->
    case signed(Seq - Next) of
        Ahead when Ahead > 0 -> {Next, Left, Early#{Seq band 16#FFFFFFFF => Payload}};
        Behind when -Behind >= byte_size(Payload) -> {Next, Left, Early};
        Behind ->
            New = binary:part(Payload, -Behind, byte_size(Payload) + Behind),
            follow((Next + byte_size(New)) band 16#FFFFFFFF, <<Left/binary, New/binary>>, Early)
    end.

follow(Next, Bytes, Early) when map_size(Early) == 0 -> {Next, Bytes, Early};
follow(Next, Bytes, Early) ->
    case [S || S <- maps:keys(Early), signed(S - Next) =< 0] of
        [] -> {Next, Bytes, Early};
        [S | _] ->
            {Payload, Others} = maps:take(S, Early),
            in_order(S, Payload, Next, Bytes, Others)
    end.

signed(Difference) ->
    <<Signed:32/signed>> = <<Difference:32>>,
    Signed.

cut(<<1, Length:24, _/binary>> = Bytes, At, Connection, Done) when byte_size(Bytes) >= Length, Length >= 20 ->
    <<Message:Length/bytes, Rest/binary>> = Bytes,
    <<1, _:24, R:1, _:2, T:1, _:4, Command:24, Application:32, HopByHop:32, EndToEnd:32, Body/binary>> = Message,
    cut(Rest, At, Connection,
        [#{at => At, connection => Connection, request => R == 1, t => T == 1, command => Command,
           application => Application, hbh => HopByHop, e2e => EndToEnd,
           result => case R of 1 -> 0; 0 -> result(Body) end} | Done]);
cut(<<Version, _/binary>>, _, _, _) when Version /= 1 -> throw({unreadable, "not Diameter"});
cut(Rest, _, _, Done) -> {Done, Rest}.

result(<<?RESULT_CODE:32, _:8, 12:24, Code:32, _/binary>>) -> Code;
result(<<?EXPERIMENTAL_RESULT:32, _/binary>>) -> experimental;
result(<<_:40, Length:24, Rest/binary>>) when Length >= 8, byte_size(Rest) >= Length - 8 ->
    Skip = min(byte_size(Rest), Length - 8 + (-Length band 3)),
    <<_:Skip/bytes, More/binary>> = Rest,
    result(More);
result(_) -> none.
