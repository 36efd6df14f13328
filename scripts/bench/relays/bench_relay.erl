%% A relay on Erlang/OTP's diameter application, to be measured: no decoding, no counters, a server by lot.
%%
%%   erl -noshell -run bench_relay main PORT
-module(bench_relay).

-export([main/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3, handle_answer/4, handle_error/4,
         handle_request/3]).

-define(RELAY, 16#FFFFFFFF).

main([Port]) ->
    {ok, _} = application:ensure_all_started(diameter),
    ok = diameter:start_service(?MODULE, service()),
    Address = [{ip, {127, 0, 0, 1}}, {port, list_to_integer(Port)}, {reuseaddr, true}, {nodelay, true}],
    {ok, _} = diameter:add_transport(?MODULE, {listen, [{transport_module, diameter_tcp}, {transport_config, Address}]}),
    receive after infinity -> ok end.

service() ->
    [{'Origin-Host', "relay.transit.example"},
     {'Origin-Realm', "transit.example"},
     {'Host-IP-Address', [{127, 0, 0, 1}]},
     {'Vendor-Id', 0},
     {'Product-Name', "OTP diameter relay"},
     {'Auth-Application-Id', [?RELAY]},
     {string_decode, false},
     {decode_format, none},
     {traffic_counters, false},
     {application, [{alias, relay}, {dictionary, diameter_gen_relay}, {module, ?MODULE}, {call_mutates_state, false}]}].

handle_request(_Packet, _Service, _Peer) ->
    {relay, [{timeout, 5000}, {filter, {all, [host, realm]}}]}.

pick_peer([], _Remote, _Service, _State) -> false;
pick_peer(Peers, _Remote, _Service, _State) -> {ok, lists:nth(rand:uniform(length(Peers)), Peers)}.

peer_up(_Service, _Peer, State) -> State.
peer_down(_Service, _Peer, State) -> State.
prepare_request(Packet, _Service, _Peer) -> {send, Packet}.
prepare_retransmit(Packet, _Service, _Peer) -> {send, Packet}.
handle_answer(Packet, _Request, _Service, _Peer) -> Packet.
handle_error(Reason, _Request, _Service, _Peer) -> {error, Reason}.
