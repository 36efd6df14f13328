%% A relay on Erlang/OTP's diameter application, to prove the rig without the agent under test.
%%
%%   erl -noshell -run interop_relay main IDENTITY PORT [CONNECT-TO-PORT...]
%%
%% A request goes to its Destination-Host when that is a peer, else to a peer of its Destination-Realm, never back to
%% where it came from.
-module(interop_relay).

-export([main/1]).
-export([peer_up/3, peer_down/3, pick_peer/5, prepare_request/4, prepare_retransmit/4, handle_answer/5, handle_error/5,
         handle_request/3]).

-include_lib("diameter/include/diameter.hrl").

-define(RELAY, 16#FFFFFFFF).

main([Identity, Port | Connect]) ->
    {ok, _} = application:ensure_all_started(diameter),
    [_, Realm] = string:split(Identity, "."),
    ok = diameter:start_service(?MODULE, [
        {'Origin-Host', Identity},
        {'Origin-Realm', Realm},
        {'Host-IP-Address', [{127, 0, 0, 1}]},
        {'Vendor-Id', 0},
        {'Product-Name', "OTP diameter relay"},
        {'Auth-Application-Id', [?RELAY]},
        {string_decode, false},
        {decode_format, none},
        {application, [{alias, relay}, {dictionary, diameter_gen_relay}, {module, ?MODULE},
                       {call_mutates_state, false}]}]),
    [{ok, _} = diameter:add_transport(?MODULE, T)
     || T <- [{listen, tcp([{port, list_to_integer(Port)}, {reuseaddr, true}])}
              | [{connect, tcp([{raddr, {127, 0, 0, 1}}, {rport, list_to_integer(P)}])} || P <- Connect]]],
    io:format("ready ~s ~s~n", [Identity, Port]),
    receive after infinity -> ok end.

tcp(Config) ->
    Watchdog = list_to_integer(os:getenv("INTEROP_WATCHDOG", "30")) * 1000,
    [{transport_module, diameter_tcp}, {transport_config, [{ip, {127, 0, 0, 1}} | Config]},
     {connect_timer, 1000}, {watchdog_timer, Watchdog}, {capx_timeout, 5000}].

peer_up(_Svc, {_, #diameter_caps{origin_host = {_, Host}}}, State) -> io:format("up ~s~n", [Host]), State.
peer_down(_Svc, {_, #diameter_caps{origin_host = {_, Host}}}, State) -> io:format("down ~s~n", [Host]), State.

pick_peer(Peers, _Remote, _Svc, _State, From) ->
    case [P || {_, #diameter_caps{origin_host = {_, Host}}} = P <- Peers, Host /= From] of
        [Peer | _] -> {ok, Peer};
        [] -> false
    end.

prepare_request(Packet, _Svc, _Peer, _From) -> {send, Packet}.
prepare_retransmit(Packet, _Svc, _Peer, _From) -> {send, Packet}.
handle_answer(Packet, _Request, _Svc, _Peer, _From) -> Packet.
handle_error(Reason, _Request, _Svc, _Peer, _From) -> {error, Reason}.

handle_request(_Packet, _Svc, {_, #diameter_caps{origin_host = {_, From}}}) ->
    {relay, [{timeout, 5000}, {extra, [From]}, {filter, {first, [{all, [host, realm]}, realm]}}]}.
