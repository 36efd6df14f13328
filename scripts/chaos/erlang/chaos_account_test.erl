%% Shows that chaos_account finds what it is there to find: the sound history of a few requests passes, and each single
%% change to it is reported. Times are in milliseconds here.
-module(chaos_account_test).

-export([main/0]).

-define(ULR, 316).
-define(ACR, 271).

main() ->
    Wrong = ["not found: " ++ Name || {Name, Asked, Servers} <- [late() | broken()], findings(Asked, Servers) == []]
         ++ ["not allowed: a first copy that left late" || findings(element(2, late()), element(3, late()), true) /= []]
         ++ ["not sound: " ++ Name ++ ": " ++ lists:join("; ", F)
             || {Name, Asked, Servers} <- sound(), F <- [findings(Asked, Servers)], F /= []],
    Logs = ["logs: " ++ Name || {Name, Expected, L} <- logs(),
                                Expected /= length(chaos_account:check_logs([ask(1, ?ULR, 0, [])], [], L))],
    Sealed = ["by the logs alone: " ++ Name || {Name, Expected, Asked, Whole, L} <- sealed(),
                                               Expected /= length(sealed_findings(Asked, Whole, L))],
    [io:format("FAIL ~s~n", [W]) || W <- Wrong ++ Logs ++ Sealed],
    halt(min(1, length(Wrong ++ Logs ++ Sealed))).

sealed_findings(Asked, Whole, Logs) ->
    {_, Findings} = chaos_account:check_sealed(Asked, Logs, #{lenient => true, whole => Whole}),
    Findings ++ chaos_account:check_logs(Asked, [], Logs).

findings(Asked, Servers) ->
    findings(Asked, Servers, false).

findings(Asked, Servers, Late) ->
    Options = #{attempt => 300000, silence => 1800000, lenient => true, late => Late},
    {_, Findings} = chaos_account:check(Asked, Servers, Options),
    Findings.

sound() ->
    [{"answered at once", [ask(1, ?ULR, 0, [{20, 2001}])],
      [{"a", {[copy(1, ?ULR, 5, false, [{15, 2001}])], said(0, 5000)}}, {"b", {[], said(0, 5000)}}]},
     {"sent again after the attempt timeout", [ask(1, ?ULR, 0, [{350, 2001}])],
      [{"a", {[copy(1, ?ULR, 5, false, [])], said(0, 5000)}},
       {"b", {[copy(1, ?ULR, 305, true, [{340, 2001}])], said(0, 5000)}}]},
     {"a charging request sent again when the server was lost", [ask(1, ?ACR, 0, [{150, 2001}])],
      [{"a", {[copy(1, ?ACR, 5, false, [])], said(0, 90) ++ [us({100, over})]}},
       {"b", {[copy(1, ?ACR, 101, true, [{140, 2001}])], said(0, 5000)}}]},
     {"a charging request sent again when the server was silent", [ask(1, ?ACR, 0, [{2050, 2001}])],
      [{"a", {[copy(1, ?ACR, 5, false, [])], said(0, 10)}},
       {"b", {[copy(1, ?ACR, 2000, true, [{2040, 2001}])], said(0, 5000)}}]},
     {"sent again without the T bit after 3004", [ask(1, ?ACR, 0, [{50, 2001}])],
      [{"a", {[copy(1, ?ACR, 5, false, [{20, 3004}])], said(0, 5000)}},
       {"b", {[copy(1, ?ACR, 21, false, [{40, 2001}])], said(0, 5000)}}]},
     {"sent again to a slow server when the other one was lost", [ask(1, ?ULR, 0, [{950, 2001}])],
      [{"a", {[copy(1, ?ULR, 5, false, [{450, 2001}]), copy(1, ?ULR, 801, true, [{940, 2001}])], said(0, 5000)}},
       {"b", {[copy(1, ?ULR, 305, true, [])], said(0, 100) ++ [us({800, over})]}}]},
     {"a charging request given up", [ask(1, ?ACR, 0, [{5000, 3002}])],
      [{"a", {[copy(1, ?ACR, 5, false, [])], said(0, 6000)}}, {"b", {[], said(0, 6000)}}]}].

late() ->
    {"a first copy that left late", [ask(1, ?ULR, 0, [{350, 2001}])],
     [{"a", {[copy(1, ?ULR, 700, false, [{750, 2001}])], said(0, 5000)}},
      {"b", {[copy(1, ?ULR, 305, true, [{340, 2001}])], said(0, 5000)}}]}.

broken() ->
    One = ask(1, ?ULR, 0, [{20, 2001}]),
    [{Name, Asked, [{"a", {A, said(0, 5000)}}, {"b", {B, said(0, 5000)}}]} || {Name, Asked, A, B} <- [
        {"nothing was asked", [], [], []},
        {"no answer", [ask(1, ?ULR, 0, [])], [copy(1, ?ULR, 5, false, [{15, 2001}])], []},
        {"two answers", [ask(1, ?ULR, 0, [{20, 2001}, {30, 2001}])], [copy(1, ?ULR, 5, false, [{15, 2001}])], []},
        {"an error", [ask(1, ?ULR, 0, [{20, 3002}])], [copy(1, ?ULR, 5, false, [])], []},
        {"another error for a charging request", [ask(1, ?ACR, 0, [{20, 3004}])], [copy(1, ?ACR, 5, false, [])], []},
        {"an answer of nobody", [One], [copy(1, ?ULR, 5, false, [])], []},
        {"another end-to-end identifier", [One], [copy(1, ?ULR, 5, false, [{15, 2001}]), copy(2, ?ULR, 6, false, [])], []},
        {"the identifier used twice", [One, One], [copy(1, ?ULR, 5, false, [{15, 2001}])], []},
        {"twice to one server", [ask(1, ?ULR, 0, [{340, 2001}])],
         [copy(1, ?ULR, 5, false, []), copy(1, ?ULR, 310, true, [{335, 2001}])], []},
        {"again without the T bit", [ask(1, ?ULR, 0, [{340, 2001}])],
         [copy(1, ?ULR, 5, false, [])], [copy(1, ?ULR, 310, false, [{335, 2001}])]},
        {"the T bit at first", [One], [copy(1, ?ULR, 5, true, [{15, 2001}])], []},
        {"the T bit although 3004 had come", [ask(1, ?ULR, 0, [{340, 2001}])],
         [copy(1, ?ULR, 5, false, [{300, 3004}])], [copy(1, ?ULR, 310, true, [{335, 2001}])]},
        {"again after an answer", [ask(1, ?ULR, 0, [{340, 2001}])],
         [copy(1, ?ULR, 5, false, [{250, 2001}])], [copy(1, ?ULR, 310, true, [{335, 2001}])]},
        {"twice without the T bit, the second late", [ask(1, ?ULR, 0, [{340, 2001}])],
         [copy(1, ?ULR, 800, false, [])], [copy(1, ?ULR, 310, false, [{335, 2001}])]},
        {"before the attempt timeout", [ask(1, ?ULR, 0, [{140, 2001}])],
         [copy(1, ?ULR, 5, false, [])], [copy(1, ?ULR, 110, true, [{135, 2001}])]},
        {"a charging request after the attempt timeout", [ask(1, ?ACR, 0, [{340, 2001}])],
         [copy(1, ?ACR, 5, false, [])], [copy(1, ?ACR, 310, true, [{335, 2001}])]}]].

%% with the number of findings
logs() ->
    [{"sound", 0, [{"a", [{1, false}]}, {"b", [{1, true}]}]},
     {"unknown", 1, [{"a", [{1, false}, {2, false}]}, {"b", []}]},
     {"twice", 1, [{"a", [{1, false}, {1, false}]}, {"b", []}]},
     {"two without the T bit", 1, [{"a", [{1, false}]}, {"b", [{1, false}]}]}].

%% with the number of findings, whether the logs are whole, and the logs
sealed() ->
    One = ask(1, ?ULR, 0, [{20, 2001}]),
    First = [{"a", [{1, false}]}, {"b", []}],
    [{"sound", 0, [One], true, First},
     {"sent again", 0, [One], true, [{"a", [{1, false}]}, {"b", [{1, true}]}]},
     {"a charging request given up", 0, [ask(1, ?ACR, 0, [{5000, 3002}])], true, First},
     {"what was logged is lost", 0, [One], false, [{"a", []}, {"b", []}]},
     {"nothing was asked", 1, [], true, []},
     {"no answer", 1, [ask(1, ?ULR, 0, [])], true, First},
     {"two answers", 1, [ask(1, ?ULR, 0, [{20, 2001}, {30, 2001}])], true, First},
     {"an error", 1, [ask(1, ?ULR, 0, [{20, 3002}])], true, First},
     {"the identifier used twice", 1, [One, One], true, First},
     {"an answer of nobody", 1, [One], true, [{"a", []}, {"b", []}]},
     {"another end-to-end identifier", 1, [One], true, [{"a", [{1, false}]}, {"b", [{2, false}]}]},
     {"again without the T bit", 1, [One], true, [{"a", [{1, false}]}, {"b", [{1, false}]}]}].

ask(EndToEnd, Command, At, Answers) -> copy(EndToEnd, Command, At, false, Answers).

copy(EndToEnd, Command, At, T, Answers) ->
    #{e2e => EndToEnd, command => Command, at => At * 1000, t => T, answers => [us(A) || A <- Answers]}.

us({At, What}) -> {At * 1000, What}.

said(From, To) -> [us({At, said}) || At <- lists:seq(From, To, 10)].
