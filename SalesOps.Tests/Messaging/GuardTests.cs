using System.Security.Cryptography;
using MediatR;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Exports;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reports;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Messaging;

/// <summary>Who may send what: one table, held against the pipeline's own answers. A request that is not listed fails.</summary>
public sealed class GuardTests
{
    private const string Itself = "system";
    private const string Admins = "admin system";
    private const string Planners = "ops admin system";
    private const string Deciders = "supervisor admin system";
    private const string Movers = "ops supervisor admin system";
    private const string People = "ops supervisor admin real_sales_user system";
    private static readonly GridRequest Grid = new();
    private static readonly byte[] Hash = new byte[32];

    private static readonly Seen Seen = new(Guid.NewGuid(), 1, "new_lead");

    private static readonly SeenRequest SeenRequest = new(Guid.NewGuid(), 1);

    private static readonly SeenTask SeenTask = new(Guid.NewGuid(), WorkTaskStatus.Open, null, DateTime.UnixEpoch);

    private static readonly Rule[] Table =
    [
        Rule.For(new AcceptInvitation.Command(Guid.NewGuid(), Hash, "hash"), Itself),
        Rule.For(new AddAiAgent.Command(Guid.NewGuid(), "AI", Guid.NewGuid(), "vi", [Channel.Telegram], 1), Admins),
        Rule.For(new AddTask.Command(Guid.NewGuid(), Guid.NewGuid(), TaskKind.FollowUp, Guid.NewGuid(), DateTime.UnixEpoch, "note"), People),
        Rule.For(new AddTasks.Command(Guid.NewGuid(), [Guid.NewGuid()], TaskKind.FollowUp, null, DateTime.UnixEpoch, "note"), People),
        Rule.For(new ApproveReview.Command(Guid.NewGuid(), Seen), Deciders),
        Rule.For(new BindWaitingCustomers.Command(Guid.NewGuid()), Itself),
        Rule.For(new ChangePolicy.Command(Guid.NewGuid(), PolicyKind.Threshold, new Slice(null, null, null), 0.6, 0.55), Deciders),
        Rule.For(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.OverdueHours, null, "4", "none"), Admins),
        Rule.For(new CheckCounters.Query(), Itself),
        Rule.For(new CorrectReview.Command(Guid.NewGuid(), Seen, "ask_price", "discovery_price", null, null), Deciders),
        Rule.For(new CreateApiKey.Command(Guid.NewGuid(), "key", Hash, "abc", [ApiScope.Counters]), Admins),
        Rule.For(new CreateFirstAdmin.Command(Guid.NewGuid(), Hash, "name", "first@example.com", "hash"), Itself),
        Rule.For(new DecideReviews.Command(Guid.NewGuid(), [Seen], null), Deciders),
        Rule.For(new DisableSalesUser.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new GiveAgentsAway.Command(Guid.NewGuid(), Guid.NewGuid(), []), Admins),
        Rule.For(new GiveRestAway.Command(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), DisableSalesUser.Rest.None), Admins),
        Rule.For(new EditAiAgent.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "AI", Guid.NewGuid(), "vi", [Channel.Telegram], 1, AgentStatus.Active), Admins),
        Rule.For(new EditCustomer.Command(Guid.NewGuid(), Guid.NewGuid(), new CustomerTraits("name", ""), "another", null), People),
        Rule.For(new EditSalesUser.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "name", Role.Ops), Admins),
        Rule.For(new EnableSalesUser.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new SetAvailability.Command(Guid.NewGuid(), Guid.NewGuid(), true, null), People),
        Rule.For(new UndoAvailability.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new SuspendAccount.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new ResumeAccount.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new EraseCustomer.Command(Guid.NewGuid(), Guid.Empty, "customer_request", "00000000"), Admins),
        Rule.For(new EraseAgain.Command(Guid.NewGuid(), Guid.NewGuid(), "customer_request", []), Itself),
        Rule.For(new EraseSilentCustomer.Command(Guid.NewGuid(), Guid.NewGuid()), Itself),
        Rule.For(new FileDataRequest.Command(Guid.NewGuid(), Guid.NewGuid(), DataRequestKind.Erasure, "by_phone", DateTime.UnixEpoch, null), Movers),
        Rule.For(new AnswerDataRequest.Command(Guid.NewGuid(), SeenRequest), Movers),
        Rule.For(new RefuseDataRequest.Command(Guid.NewGuid(), SeenRequest, "no_data"), Movers),
        Rule.For(new WithdrawDataRequest.Command(Guid.NewGuid(), SeenRequest), Movers),
        Rule.For(new UndoDataRequest.Command(Guid.NewGuid(), SeenRequest), Movers),
        Rule.For(new GetDataRequests.Query(Guid.NewGuid()), People),
        Rule.For(new ListDataRequests.Query(Grid), Movers),
        Rule.For(new GetCertificate.Query(Guid.NewGuid()), Movers),
        Rule.For(new FindSilentCustomers.Query(), Itself),
        Rule.For(new PreviewRetention.Query(90), Admins),
        Rule.For(new EscalateTasks.Command(Guid.NewGuid()), Itself),
        Rule.For(new MoveUnansweredCustomers.Command(Guid.NewGuid()), Itself),
        Rule.For(new FindDuplicates.Query(Guid.NewGuid()), Movers),
        Rule.For(new MergeCustomers.Command(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), null, null), Movers),
        Rule.For(new PreviewMerge.Query(Guid.NewGuid(), Guid.NewGuid()), Movers),
        Rule.For(new SeparateCustomers.Command(Guid.NewGuid(), Guid.NewGuid()), Movers),
        Rule.For(new FinishTasks.Command(Guid.NewGuid(), [SeenTask]), People),
        Rule.For(new GetAgentImpact.Query(Guid.NewGuid(), new AgentTraits("AI", Guid.NewGuid(), "vi", [Channel.Telegram], 1, AgentStatus.Active)), Admins),
        Rule.For(new GetConversation.Query(Guid.NewGuid()), "runtime conversations system"),
        Rule.For(new ExportCorrections.Command(Guid.NewGuid(), 30), Admins),
        Rule.For(new ExportList.Command(Guid.NewGuid(), "customers", "csv", "", 0), People),
        Rule.For(new SaveView.Command(Guid.NewGuid(), "customers", "view", "bound=no", false), People),
        Rule.For(new EditView.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "view", "bound=no", false), People),
        Rule.For(new RemoveView.Command(Guid.NewGuid(), Guid.NewGuid(), 1), People),
        Rule.For(new RestoreView.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new ListViews.Query("customers"), People),
        Rule.For(new GetAssignmentWhy.Query(Guid.NewGuid()), "ops supervisor admin system"),
        Rule.For(new GetCounterAsItWas.Query("customers", 1), Deciders),
        Rule.For(new GetCounters.Query(), People + " runtime counters"),
        Rule.For(new GetCustomer.Query(Guid.NewGuid()), People),
        Rule.For(new GetCustomerAsItWas.Query(Guid.NewGuid(), 1), Deciders),
        Rule.For(new GetDeparture.Query(Guid.NewGuid()), Admins),
        Rule.For(new ListEstate.Query(Guid.NewGuid(), EstatePart.Tasks), Planners),
        Rule.For(new ListTransferChosen.Query([Guid.NewGuid()], null), Movers),
        Rule.For(new PlanAbsence.Command(Guid.NewGuid(), Guid.NewGuid(), DateTime.UnixEpoch, DateTime.UnixEpoch, Guid.NewGuid()), Planners),
        Rule.For(new EndAbsence.Command(Guid.NewGuid(), Guid.NewGuid(), 1), Planners),
        Rule.For(new UndoAbsence.Command(Guid.NewGuid(), Guid.NewGuid(), 1), Planners),
        Rule.For(new FollowAbsences.Command(Guid.NewGuid()), Itself),
        Rule.For(new GetAbsences.Query(Guid.NewGuid()), Planners),
        Rule.For(new GetEntryChanges.Query(1), People),
        Rule.For(new GetForecasts.Query(new Scope(new Slice(null, null, null))), Deciders),
        Rule.For(new GetPlaybook.Query(30), Deciders),
        Rule.For(new GetReport.Query(new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 30), TimeZoneInfo.Utc), Movers),
        Rule.For(new GetReliability.Query(new Scope(new Slice(null, null, null))), Deciders),
        Rule.For(new GetAgreement.Query(30), Admins),
        Rule.For(new GetReviewers.Query(30, TimeZoneInfo.Utc), Admins),
        Rule.For(new OptOutCustomer.Command(Guid.NewGuid(), Guid.NewGuid(), Channel.Telegram, "by_phone", null), People),
        Rule.For(new LiftOptOut.Command(Guid.NewGuid(), Guid.NewGuid(), Channel.Telegram, "by_phone", null), Movers),
        Rule.For(new NoteViewing.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new UndoConsent.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new ReadCorrections.Query(Guid.NewGuid()), Admins),
        Rule.For(new GetRepeat.Query(), Deciders),
        Rule.For(new GetReviewCase.Query(Guid.NewGuid()), People),
        Rule.For(new GetSteps.Query(Guid.NewGuid()), Deciders),
        Rule.For(new GetTimeline.Query(Guid.NewGuid()), People),
        Rule.For(new GiveTasks.Command(Guid.NewGuid(), [SeenTask], Guid.NewGuid()), Movers),
        Rule.For(new HandBackConversation.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "resolved"), People),
        Rule.For(new HandBackConversations.Command(Guid.NewGuid(), [new(Guid.NewGuid(), 1)], "resolved"), People),
        Rule.For(new PreviewHandBack.Query([Guid.NewGuid()]), People),
        Rule.For(new UndoHandBacks.Command(Guid.NewGuid(), [new(Guid.NewGuid(), 1)]), People),
        Rule.For(new UndoHandover.Command(Guid.NewGuid(), Guid.NewGuid(), 1), People),
        Rule.For(new MarkAnswered.Command(Guid.NewGuid(), Guid.NewGuid(), DateTime.UnixEpoch), People),
        Rule.For(new MarkCustomersAnswered.Command(Guid.NewGuid(), [new(Guid.NewGuid(), DateTime.UnixEpoch)]), People),
        Rule.For(new UndoAnswers.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new UndoAnswered.Command(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new InviteSalesUser.Command(Guid.NewGuid(), "name", "new@example.com", Role.Ops, Hash), Admins),
        Rule.For(new ListAiAgents.Query(Grid), People),
        Rule.For(new ListApiKeys.Query(), Admins),
        Rule.For(new ListAssignments.Query(Grid), People),
        Rule.For(new ListAudit.Query(Grid), People),
        Rule.For(new GetLatestEntry.Query(), People),
        Rule.For(new ListCustomers.Query(Grid), People),
        Rule.For(new GetPromises.Query(Guid.NewGuid()), People),
        Rule.For(new ListHandovers.Query(Grid), People),
        Rule.For(new ListReviews.Query(Grid), People),
        Rule.For(new ListSalesUsers.Query(Grid), People),
        Rule.For(new ListTasks.Query(Grid), People),
        Rule.For(new MoveLeavingCustomers.Command(Guid.NewGuid()), Itself),
        Rule.For(new FollowAgentEdits.Command(Guid.NewGuid()), Itself),
        Rule.For(new NoteKeyUses.Command(Guid.NewGuid(), [new(Guid.NewGuid(), DateTime.UnixEpoch)]), Itself),
        Rule.For(new ListTransferTargets.Query([Guid.NewGuid()]), Movers),
        Rule.For(new OpenSetup.Command(Guid.NewGuid(), Hash), Itself),
        Rule.For(new PostponeTasks.Command(Guid.NewGuid(), [SeenTask], DateTime.UnixEpoch), People),
        Rule.For(new ReplayPlaybook.Query(Playbook.Default.Rules), Deciders),
        Rule.For(new SavePlaybook.Command(Guid.NewGuid(), [.. Playbook.Default.Rules.Skip(1)], 0), Deciders),
        Rule.For(new ReceiveMessage.Command(Channel.Telegram, "who", "m", "text"), "runtime messages system"),
        Rule.For(new RejectReview.Command(Guid.NewGuid(), Seen, "wrong_intent", NextStep.AiAgain), Deciders),
        Rule.For(new ReleaseReview.Command(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()), Deciders),
        Rule.For(new RenewInvitation.Command(Guid.NewGuid(), Guid.NewGuid(), Hash), Admins),
        Rule.For(new ReplyToCustomer.Command(Guid.NewGuid(), "r", "text", 1), "runtime conversations system"),
        Rule.For(new HandOffConversation.Command(Guid.NewGuid(), "h", 1, "payment", "text"), "runtime conversations system"),
        Rule.For(new ReopenTasks.Command(Guid.NewGuid(), [SeenTask]), People),
        Rule.For(new RestoreApiKey.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoAddedAgent.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoInvitation.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoEnabling.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoGivenAgents.Command(Guid.NewGuid(), [Guid.NewGuid()]), Admins),
        Rule.For(new UndoPersonEdit.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoResume.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoSeparation.Command(Guid.NewGuid(), Guid.NewGuid()), Movers),
        Rule.For(new UndoSuspension.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new RevokeApiKey.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new SaveAccount.Command(Guid.NewGuid(), new Account(), null, "account.changed"), Itself),
        Rule.For(new TakeOverConversation.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "risk"), People),
        Rule.For(new TakeOverReview.Command(Guid.NewGuid(), Seen), Deciders),
        Rule.For(new PreviewRebalance.Query(false, false), Movers),
        Rule.For(new RebalanceCustomers.Command(Guid.NewGuid(), [new RebalanceCustomers.Move(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid())], "drill"), Movers),
        Rule.For(new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(Guid.NewGuid(), null)], Guid.NewGuid(), "drill"), Movers),
        Rule.For(new UndoAgentEdit.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoDeparture.Command(Guid.NewGuid(), Guid.NewGuid()), Admins),
        Rule.For(new UndoTasks.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new UndoTransfer.Command(Guid.NewGuid(), [Guid.NewGuid()]), Movers),
        Rule.For(new UndoCustomerEdit.Command(Guid.NewGuid(), Guid.NewGuid()), People),
        Rule.For(new UndoDecision.Command(Guid.NewGuid(), Guid.NewGuid()), Deciders),
    ];

    /// <summary>Programs whose keys have one scope each; "runtime" has all.</summary>
    private static readonly string[] Scopes = [.. Enum.GetValues<ApiScope>().Select(s => s.Code())];

    private static readonly string[] Callers = ["nobody", "ops", "supervisor", "admin", "real_sales_user", "disabled", "runtime", .. Scopes, "system"];

    public static TheoryData<string> Requests => [.. Table.Select(r => r.Name)];

    /// <summary>Every request of the domain, listed or not.</summary>
    internal static IEnumerable<Type> All => typeof(DomainSetup).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IBaseRequest)) && t is { IsAbstract: false, IsInterface: false });

    /// <summary>Those that change something.</summary>
    internal static IEnumerable<Type> Commands => All.Where(t => t.IsAssignableTo(typeof(ICommand)));

    [Fact]
    public void Table_EveryRequestOfTheDomain_IsListedOnce() =>
        Assert.Equal(All.Select(Rule.NameOf).Order(StringComparer.Ordinal), Table.Select(r => r.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Requests_EveryOne_IsACommandOrAQuery()
    {
        // The pipeline's parts are bound by these interfaces: a request without them would pass unguarded.
        foreach (var type in All)
        {
            var interfaces = type.GetInterfaces().Where(i => i.IsGenericType).Select(i => i.GetGenericTypeDefinition()).ToList();
            Assert.True(interfaces.Contains(typeof(ICommand<>)) ^ interfaces.Contains(typeof(IQuery<>)), type.FullName);
            Assert.True(type.IsSealed, type.FullName);
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Guard_EachCaller_GetsWhatTheTableSays(string name)
    {
        var rule = Table.Single(r => r.Name == name);
        var allowed = rule.Allowed.Split(' ');
        Assert.Subset(Callers.ToHashSet(), allowed.ToHashSet());
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var leaver = default(SalesUser)!;
        await console.Lane.RunAsync(change => leaver = LaneCommands.AddPerson(change, "leaver@example.com", Role.Admin));
        await console.Lane.DisableAsync(leaver.Id);
        var sequence = console.Lane.Last.Counters.Sequence;

        foreach (var who in Callers.Except(allowed))
        {
            var error = Assert.Single(await rule.SendAsync(console, As(console, who, leaver)));
            Assert.Equal((who, who is "nobody" or "disabled" ? ErrorKind.Unauthenticated : ErrorKind.Forbidden), (who, error.Kind));
            // Only a program that would have got in with another key hears of scopes.
            var needs = Scopes.Contains(who) ? Scopes.SingleOrDefault(allowed.Contains) : null;
            Assert.Equal((who, needs is null ? null : "insufficient_scope"), (who, error.Code));
            Assert.Contains(needs ?? "", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(sequence, console.Lane.Last.Counters.Sequence);
        foreach (var who in allowed)
            Assert.DoesNotContain(await rule.SendAsync(console, As(console, who, leaver)), e => e.Kind is ErrorKind.Unauthenticated or ErrorKind.Forbidden);
    }

    [Fact]
    public async Task Guard_PersonDisabledOrDemotedMeanwhile_IsRefusedAtOnce()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var admin = default(SalesUser)!;
        await console.Lane.RunAsync(change => admin = LaneCommands.AddPerson(change, "leaver@example.com", Role.Admin));
        // Held since before: what a circuit or a request carries.
        var caller = Caller.Person(admin);
        Assert.True((await console.SendAsync(NewKey(), caller)).Succeeded);

        await console.Lane.RunAsync(change =>
        {
            var row = change.Store.SalesUsers.Single(u => u.Id == admin.Id);
            change.Store.Entry(row).Property(u => u.Role).CurrentValue = Role.Ops;
            change.Record("sales_user.changed", row);
        });
        Assert.Equal(ErrorKind.Forbidden, Assert.Single((await console.SendAsync(NewKey(), caller)).Errors).Kind);
        await console.Lane.DisableAsync(admin.Id);
        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single((await console.SendAsync(new ListCustomers.Query(Grid), caller)).Errors).Kind);
        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single((await console.SendAsync(new GetCounters.Query(), Caller.Person(new SalesUser(Guid.NewGuid(), "x", "x", Role.Admin, default)))).Errors).Kind);
    }

    private static CreateApiKey.Command NewKey() => new(Guid.NewGuid(), "key", RandomNumberGenerator.GetBytes(32), "abc", [ApiScope.Counters]);

    private static Caller As(TestConsole console, string who, SalesUser leaver) => who switch
    {
        "nobody" => Caller.Nobody,
        "runtime" => Caller.Runtime,
        "system" => Caller.System,
        "disabled" => Caller.Person(leaver),
        _ when Codes.TryParse<ApiScope>(who, out var scope) => Caller.Runtime with { Scopes = [scope] },
        _ => console.As(Codes.Parse<Role>(who)),
    };

    private sealed record Rule(string Name, string Allowed, Func<TestConsole, Caller, Task<IReadOnlyList<Error>>> SendAsync)
    {
        public static Rule For<T>(IRequest<Result<T>> request, string allowed) =>
            new(NameOf(request.GetType()), allowed, async (console, caller) => (await console.SendAsync(request, caller)).Errors);

        public static string NameOf(Type type) => type.DeclaringType?.Name ?? type.Name;
    }
}
