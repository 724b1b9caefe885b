using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Domain.UseCases.Exports;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Faults.Deed;

namespace SalesOps.Tests.Faults;

/// <summary>A working day in small: every business transaction there is, one by one and in batches.</summary>
internal static class Deeds
{
    private static readonly byte[] Setup = Hash(1), Invited = Hash(2), Renewed = Hash(4);
    private static readonly ReceiveMessage.Reported Doubtful = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1");
    private static readonly DateTime Noon = new(2026, 6, 4, 5, 0, 0, DateTimeKind.Utc), Evening = Noon.AddHours(6), Asked = Noon.AddDays(-3);

    private static readonly Deed[] Morning =
    [
        Of("open setup", _ => new OpenSetup.Command(Id(1), Setup)),
        Of("first admin", _ => new CreateFirstAdmin.Command(Id(2), Setup, "Trojan", "admin@example.com", "hash-1")),
        Of("api key", _ => new CreateApiKey.Command(Id(3), "runtime", Hash(3), "abcdef", [ApiScope.Conversations, ApiScope.Messages])),
        Message("new customer, nobody to bind to", "lan", "m-1", "Chào shop"),
        Message("another", "duc", "m-2", "Tôi muốn nạp tiền"),
        Of("invite", _ => new InviteSalesUser.Command(Id(4), "Demo Sales", "sales@example.com", Role.RealSalesUser, Invited)),
        Of("renew invitation", c => new RenewInvitation.Command(Id(15), c.Person("sales@example.com"), Renewed), Admin),
        Of("accept invitation", _ => new AcceptInvitation.Command(Id(5), Renewed, "hash-2")),
        Of("add agent", c => new AddAiAgent.Command(Id(6), "AI Sales A", c.Person("sales@example.com"), "vi", [Channel.Telegram, Channel.Zalo], 50)),
        Of("bind waiting", _ => new BindWaitingCustomers.Command(Id(7))),
        Message("new customer, bound", "hoang", "m-3", "Giá bao nhiêu?"),
        Message("returning", "lan", "m-4", "Tôi muốn nạp tiền"),
        Message("delivered again", "lan", "m-4", "Tôi muốn nạp tiền"),
        Message("waits for a person", "ha", "m-5", "Có tin được không?", Doubtful),
        Of("failed sign-in", c => new SaveAccount.Command(Id(8), SignedIn(c, failures: 1), SignedIn(c, failures: 0), "account.sign_in_failed")),
        Batch("batch of customers", [.. Enumerable.Range(0, 6).Select(i => Message($"customer {i}", $"c-{i}", $"b-{i}", "Chào shop, mình muốn nạp tiền"))]),
        Of("second agent", c => new AddAiAgent.Command(Id(9), "AI Sales B", c.Person("admin@example.com"), "zh", [Channel.Telegram], 2)),
        OnZalo("writes on another channel", "z-1", "Chào shop"),
        Batch("batch of returns", [.. Enumerable.Range(0, 4).Select(i => Message($"return {i}", $"c-{i}", $"b-{i + 20}", "我想充值")), Message("and a new one", "minh", "b-30", "Cho mình gặp nhân viên")]),
        Message("opts out", "duc", "m-6", "Thôi không nhắn nữa nhé"),
        Of("sign-in", c => new SaveAccount.Command(Id(10), SignedIn(c, failures: 0), SignedIn(c, failures: 1), "account.signed_in")),
        Message("long message", "long", "m-7", new string('x', 7_000)),
        Of("the AI replies", c => new ReplyToCustomer.Command(c.Conversation("lan"), "out-1", "Chào bạn", 2), _ => Caller.Runtime),
    ];

    private static readonly Deed[] Reviewing =
    [
        Of("approve", c => new ApproveReview.Command(Id(20), c.Seen("ha")), Admin),
        Batch("batch of doubts", [.. Enumerable.Range(0, 5).Select(i => Message($"doubt {i}", $"d-{i}", $"d-{i}", "Có tin được không?", Doubtful))]),
        Of("correct", c => new CorrectReview.Command(Id(21), c.Seen("d-0"), "ask_price", "discovery_price", null, "Hỏi giá"), Admin),
        Of("undo", c => new UndoDecision.Command(Id(22), c.Decision("d-0")), Admin),
        Of("reject", c => new RejectReview.Command(Id(23), c.Seen("d-1"), "wrong_intent", NextStep.AskCustomer), Admin),
        Of("take a case over", c => new TakeOverReview.Command(Id(24), c.Seen("d-2")), Admin),
        Of("decide many", c => new DecideReviews.Command(Id(25), [c.Seen("d-3"), c.Seen("d-4")], null), Admin),
        Of("invite a supervisor", _ => new InviteSalesUser.Command(Id(73), "Second", "second@example.com", Role.Supervisor, Hash(5)), Admin),
        Of("the supervisor comes", _ => new AcceptInvitation.Command(Id(74), Hash(5), "hash-5")),
        Of("ask two about a risk", _ => new ChangeSetting.Command(Id(75), SettingKind.SecondRisks, null, "money_dispute", "none"), Admin),
        Message("two are asked", "risky", "r-1", "Trả tiền lại cho tôi", Doubtful with { Risks = ["money_dispute"], Evidence = ["tiền"], Gloss = new("把钱还给我", ["钱"]) }),
        Of("an opinion", c => new ApproveReview.Command(Id(76), c.Seen("risky")), c => c.As(Role.Supervisor)),
        Of("taken back", c => new UndoDecision.Command(Id(77), c.Answer<Decided>(Id(76)).DecisionId), c => c.As(Role.Supervisor)),
        Of("given again", c => new CorrectReview.Command(Id(78), c.Seen("risky", 3), "ask_price", "discovery_price", null, "Hỏi giá thôi"), c => c.As(Role.Supervisor)),
        Of("another thinks otherwise and is the last to ask", c => new RejectReview.Command(Id(79), c.Seen("risky", 4), "too_risky", NextStep.AskCustomer), Admin),
        Of("export corrections", _ => new ExportCorrections.Command(Id(27), 30), Admin),
        Of("export a list", _ => new ExportList.Command(Id(28), "customers", "xlsx", "status=discovery", 6), Admin),
        Of("change a threshold", _ => new ChangePolicy.Command(Id(26), PolicyKind.Threshold, new Slice("ask_price", null, null), 0.7, 0.55), Admin),
        Of("set hours", _ => new ChangeSetting.Command(Id(60), SettingKind.WorkingHours, null, "mon 08:00-12:00 13:00-17:30; thu 08:00-12:00", "always"), Admin),
        Of("name a fallback owner", c => new ChangeSetting.Command(Id(61), SettingKind.FallbackOwner, null, c.Person("admin@example.com").ToString(), "none"), Admin),
        Of("let overdue tasks move", _ => new ChangeSetting.Command(Id(62), SettingKind.OverdueHours, null, "1", "none"), Admin),
        Of("save a view", _ => new SaveView.Command(Id(64), "customers", "Chờ lâu", "bound=no", true), Admin),
        Of("edit it", c => new EditView.Command(Id(65), c.Answer<SaveView.Answer>(Id(64)).ViewId, 1, "Chờ lâu nhất", "bound=no&sort=name", false), Admin),
        Of("remove it", c => new RemoveView.Command(Id(66), c.Answer<SaveView.Answer>(Id(64)).ViewId, 2), Admin),
        Of("restore it", c => new RestoreView.Command(Id(67), c.Answer<SaveView.Answer>(Id(64)).ViewId), Admin),
        Of("change the rules", _ => new SavePlaybook.Command(Id(29), [.. Playbook.Default.Rules.Select(r => r.Trigger == "refuse" ? r with { NeedsPerson = true } : r)], 0), Admin),
    ];

    private static readonly Deed[] Moving =
    [
        Of("merge", c => new MergeCustomers.Command(Id(68), Sender(c, "m-1"),
            c.Answer<ReceiveMessage.Answer>(Operations.IdOf("message", "zalo", "z-1")).CustomerId, c.Agent("AI Sales A"), c.Agent("AI Sales A")), Admin),
        OnZalo("writes while they are one", "z-2", "Có tin được không?"),
        Of("separate", c => new SeparateCustomers.Command(Id(69), c.Answer<MergeCustomers.Answer>(Id(68)).MergeId), Admin),
        Of("undo the separation", _ => new UndoSeparation.Command(Id(209), Id(69)), Admin),
        Of("separate after all", c => new SeparateCustomers.Command(Id(210), c.MergeAfter(c.Answer<MergeCustomers.Answer>(Id(68)).MergeId)), Admin),
        Of("take over", c => new TakeOverConversation.Command(Id(30), c.Conversation("lan"), 2, "customer_asked"), Admin),
        Of("hand back", c => new HandBackConversation.Command(Id(31), c.Conversation("lan"), 3, HandBackConversation.Reasons[0]), Admin),
        Of("take over once more", c => new TakeOverConversation.Command(Id(110), c.Conversation("lan"), 4, "risk"), Admin),
        Of("undo the takeover", c => new UndoHandover.Command(Id(111), c.Answer<TakeOverConversation.Answer>(Id(110)).HandoverId, 5), Admin),
        Of("take over after all", c => new TakeOverConversation.Command(Id(112), c.Conversation("lan"), 6, "risk"), Admin),
        Of("hand back with a word", c => new HandBackConversation.Command(Id(113), c.Conversation("lan"), 7, HandBackConversation.Reasons[1], "Giữ giá đến mai"), Admin),
        Of("undo the hand-back", c => new UndoHandover.Command(Id(114), c.Answer<HandBackConversation.Answer>(Id(113)).HandoverId, 8), Admin),
        Of("hand back after all", c => new HandBackConversation.Command(Id(115), c.Conversation("lan"), 9, HandBackConversation.Reasons[1]), Admin),
        Of("the AI hands off", c => new HandOffConversation.Command(c.Conversation("c-1"), "off-1", 2, "customer_asked", "Em chuyển cho đồng nghiệp ạ"), _ => Caller.Runtime),
        Of("hand back what it handed off", c => new HandBackConversation.Command(Id(170), c.Conversation("c-1"), 3, HandBackConversation.Reasons[0]), Admin),
        Of("take over one of many", c => new TakeOverConversation.Command(Id(171), c.Conversation("c-1"), 4, "risk"), Admin),
        Of("hand many back", c => new HandBackConversations.Command(Id(172), [new(c.Conversation("c-1"), 5)], HandBackConversation.Reasons[2]), Admin),
        Of("undo the hand-backs", c => new UndoHandBacks.Command(Id(173), c.Answer<HandBackConversations.Answer>(Id(172)).HandedBack), Admin),
        Of("hand many back after all", c => new HandBackConversations.Command(Id(174), [new(c.Conversation("c-1"), 7)], HandBackConversation.Reasons[2]), Admin),
        Of("mark answered", c => new MarkAnswered.Command(Id(130), c.Conversation("hoang"), c.Heard("hoang")), Admin),
        Of("undo the mark", c => new UndoAnswered.Command(Id(131), c.Conversation("hoang"), Id(130)), Admin),
        Of("mark many answered", c => new MarkCustomersAnswered.Command(Id(213), [new(c.Customer("hoang"), c.SeenAt("hoang"))]), Admin),
        Of("undo the marks", _ => new UndoAnswers.Command(Id(214), Id(213)), Admin),
        Of("mark it after all", c => new MarkAnswered.Command(Id(132), c.Conversation("hoang"), c.Heard("hoang")), Admin),
        Of("add a task", c => new AddTask.Command(Id(32), c.Customer("lan"), TaskKind.FollowUp, c.Person("admin@example.com"), Noon, "Gọi lại"), Admin),
        Of("add tasks for many", c => new AddTasks.Command(Id(215), [c.Customer("lan"), c.Customer("hoang")], TaskKind.FollowUp, null, Noon, "Hỏi thăm"), Admin),
        Of("take them away", _ => new UndoTasks.Command(Id(216), Id(215)), Admin),
        Of("postpone it", c => new PostponeTasks.Command(Id(33), [c.Task(WorkTaskStatus.Open, "admin@example.com", Noon)], Evening), Admin),
        Of("give it away", c => new GiveTasks.Command(Id(34), [c.Task(WorkTaskStatus.Open, "admin@example.com", Evening)], c.Person("second@example.com")), Admin),
        Of("take it back", _ => new UndoTasks.Command(Id(48), Id(34)), Admin),
        Of("give it away after all", c => new GiveTasks.Command(Id(49), [c.Task(WorkTaskStatus.Open, "admin@example.com", Evening)], c.Person("second@example.com")), Admin),
        Of("finish it", c => new FinishTasks.Command(Id(35), [c.Task(WorkTaskStatus.Open, "second@example.com", Evening)]), Admin),
        Of("reopen it", c => new ReopenTasks.Command(Id(36), [c.Task(WorkTaskStatus.Done, "second@example.com", Evening)]), Admin),
        Of("give the rest away", c => new GiveRestAway.Command(Id(211), c.Person("second@example.com"), c.Person("admin@example.com"), new(0, 1)), Admin),
        Of("take the rest back", c => new UndoDeparture.Command(Id(212), c.Answer<GiveRestAway.Answer>(Id(211)).DepartureId), Admin),
        Of("edit a customer", c => new EditCustomer.Command(Id(42), c.Customer("lan"), new("lan", ""), "Lan Anh", "Gọi sau 17 giờ"), Admin),
        Of("undo that", c => new UndoCustomerEdit.Command(Id(43), c.Answer<EditCustomer.Answer>(Id(42)).EditId), Admin),
        Of("opt out", c => new OptOutCustomer.Command(Id(45), c.Newest(), Channel.Telegram, "by_phone", "Đừng nhắn nữa"), Admin),
        Of("lift it", c => new LiftOptOut.Command(Id(46), c.Newest(), Channel.Telegram, "customer_wrote", "Nhắn lại nhé"), Admin),
        Of("look at a customer", c => new NoteViewing.Command(Id(85), c.Customer("lan")), Admin),
        Of("undo the lifting", c => new UndoConsent.Command(Id(47), c.Answer<ConsentAnswer>(Id(46)).ConsentId), Admin),
        Of("edit whom is erased later", c => new EditCustomer.Command(Id(44), c.Newest(), new(c.Who(c.Newest()), ""), "Minh Anh", "Nhà có hai con nhỏ"), Admin),
        Of("file a request", c => File(Id(90), c.Newest(), "Xóa hết giúp tôi"), Admin),
        Of("refuse it", c => new RefuseDataRequest.Command(Id(91), c.Request(Id(90)), "identity_unproven"), Admin),
        Of("undo the refusal", c => new UndoDataRequest.Command(Id(92), c.Request(Id(91))), Admin),
        Of("note the answer", c => new AnswerDataRequest.Command(Id(93), c.Request(Id(92))), Admin),
        Of("file one by mistake", c => File(Id(94), c.Customer("lan"), null), Admin),
        Of("withdraw it", c => new WithdrawDataRequest.Command(Id(95), c.Request(Id(94))), Admin),
        Of("transfer", c => new TransferCustomers.Command(Id(40), [new TransferCustomers.Seen(c.Customer("c-0"), c.Agent("AI Sales A"))], c.Agent("AI Sales B"), "drill"), Admin),
        Of("undo the transfer", c => new UndoTransfer.Command(Id(41), c.Answer<TransferCustomers.Answer>(Id(40)).Assignments), Admin),
        Of("rebalance", c => new RebalanceCustomers.Command(Id(71), [new RebalanceCustomers.Move(c.Customer("c-0"), c.Agent("AI Sales A"), c.Agent("AI Sales B"))], "workload"), Admin),
        Of("undo the rebalance", c => new UndoTransfer.Command(Id(72), c.Answer<TransferCustomers.Answer>(Id(71)).Assignments), Admin),
        Of("edit an agent", c => new EditAiAgent.Command(Id(37), c.Agent("AI Sales B"), 1, "AI Sales B", c.Person("admin@example.com"), "zh", [Channel.Telegram, Channel.Facebook], 3, AgentStatus.Active), Admin),
        Of("undo the edit", c => new UndoAgentEdit.Command(Id(38), c.Edit("AI Sales B")), Admin),
        Of("give an agent away in parts", c => new EditAiAgent.Command(Id(140), c.Agent("AI Sales A"), 1, "AI Sales A", c.Person("admin@example.com"), "vi", [Channel.Telegram, Channel.Zalo], 50,
            AgentStatus.Active, InParts: true), Admin),
        Of("let customers follow", _ => new FollowAgentEdits.Command(Id(141))),
        Of("undo that edit", c => new UndoAgentEdit.Command(Id(142), c.Answer<EditAiAgent.Answer>(Id(140)).EditId), Admin),
        Of("let them come back", _ => new FollowAgentEdits.Command(Id(143))),
        Of("see that all are back", _ => new FollowAgentEdits.Command(Id(144))),
        Of("take a channel from an agent", c => new EditAiAgent.Command(Id(39), c.Agent("AI Sales A"), 3, "AI Sales A", c.Person("sales@example.com"), "vi", [Channel.Zalo], 50, AgentStatus.Active,
            StrandedChoice.UntilEnd, Homeless: 100), Admin),
    ];

    private static readonly Deed[] NextDay =
    [
        Of("move who leaves", _ => new MoveLeavingCustomers.Command(Id(50))),
        Of("hand overdue tasks on", _ => new EscalateTasks.Command(Id(63))),
        Of("rename a person", c => new EditSalesUser.Command(Id(51), c.Person("sales@example.com"), 1, "Demo Seller", Role.RealSalesUser), Admin),
        Of("undo the renaming", _ => new UndoPersonEdit.Command(Id(201), Id(51)), Admin),
        Of("rename the person after all", c => new EditSalesUser.Command(Id(202), c.Person("sales@example.com"), 3, "Demo Seller", Role.RealSalesUser), Admin),
        Of("suspend an account", c => new SuspendAccount.Command(Id(83), c.Person("sales@example.com")), Admin),
        Of("undo the suspension", _ => new UndoSuspension.Command(Id(203), Id(83)), Admin),
        Of("suspend it after all", c => new SuspendAccount.Command(Id(204), c.Person("sales@example.com")), Admin),
        Of("resume an account", c => new ResumeAccount.Command(Id(84), c.Person("sales@example.com")), Admin),
        Of("undo the resuming", _ => new UndoResume.Command(Id(205), Id(84)), Admin),
        Of("resume it after all", c => new ResumeAccount.Command(Id(206), c.Person("sales@example.com")), Admin),
        Of("say that a person is away", c => new SetAvailability.Command(Id(231), c.Person("sales@example.com"), true, null), Admin),
        Of("undo the word", _ => new UndoAvailability.Command(Id(232), Id(231)), Admin),
        Of("say it after all", c => new SetAvailability.Command(Id(233), c.Person("sales@example.com"), true, null), Admin),
        Of("say that the person is back", c => new SetAvailability.Command(Id(234), c.Person("sales@example.com"), false, c.Answer<SetAvailability.Answer>(Id(233)).AwaySince), Admin),
        Of("plan an absence", c => Away(c, 100, Noon.AddDays(2)), Admin),
        Of("plan it otherwise", c => Away(c, 101, Noon.AddDays(4), new(c.Answer<PlanAbsence.Answer>(Id(100)).AbsenceId, 1)), Admin),
        Of("undo that plan", c => new UndoAbsence.Command(Id(103), c.Answer<PlanAbsence.Answer>(Id(100)).AbsenceId, 2), Admin),
        Of("lend what is theirs", _ => new FollowAbsences.Command(Id(104))),
        Of("end the absence", c => new EndAbsence.Command(Id(102), c.Answer<PlanAbsence.Answer>(Id(100)).AbsenceId, 3), Admin),
        Of("bring it home", _ => new FollowAbsences.Command(Id(105))),
        Of("give agents away", c => new GiveAgentsAway.Command(Id(160), c.Person("sales@example.com"), Leave(c, Id(160)).Agents!), Admin),
        Of("let their customers follow", _ => new FollowAgentEdits.Command(Id(161))),
        Of("take them back", c => new UndoGivenAgents.Command(Id(162), c.Answer<GiveAgentsAway.Answer>(Id(160)).Edits), Admin),
        Of("let their customers come back", _ => new FollowAgentEdits.Command(Id(163))),
        Of("see that all of them are back", _ => new FollowAgentEdits.Command(Id(164))),
        Of("disable a person", c => Leave(c, Id(52)), Admin),
        Of("undo it", c => new UndoDeparture.Command(Id(53), c.Departure("sales@example.com")), Admin),
        Of("disable the person after all", c => Leave(c, Id(54)), Admin),
        Of("enable a person", c => new EnableSalesUser.Command(Id(55), c.Person("sales@example.com")), Admin),
        Of("undo the enabling", _ => new UndoEnabling.Command(Id(207), Id(55)), Admin),
        Of("enable the person after all", c => new EnableSalesUser.Command(Id(208), c.Person("sales@example.com")), Admin),
        Of("note a key's use", c => new NoteKeyUses.Command(Id(57), [new(c.Key(), Noon)])),
        Of("revoke a key", c => new RevokeApiKey.Command(Id(58), c.Key()), Admin),
        Of("let it open again", _ => new RestoreApiKey.Command(Id(181), Id(58)), Admin),
        Of("add an agent by mistake", c => new AddAiAgent.Command(Id(184), "AI Mistaken", c.Person("admin@example.com"), "en", [Channel.Facebook], 1), Admin),
        Of("take that back", _ => new UndoAddedAgent.Command(Id(182), Id(184)), Admin),
        Of("invite by mistake", _ => new InviteSalesUser.Command(Id(185), "Mistaken", "mistaken@example.com", Role.Ops, Hash(6)), Admin),
        Of("take the invitation back", _ => new UndoInvitation.Command(Id(183), Id(185)), Admin),
        Of("let the unanswered move", _ => new ChangeSetting.Command(Id(235), SettingKind.SilentMinutes, null, "30", "none"), Admin),
        Of("move on from who is silent", _ => new MoveUnansweredCustomers.Command(Id(236))),
        Of("erase a customer", c => new EraseCustomer.Command(Id(56), c.Newest(), "customer_request", ShortId.Of(c.Newest())), Admin),
        Of("erase who was one with another", c => new EraseCustomer.Command(Id(70), c.Answer<ReceiveMessage.Answer>(Operations.IdOf("message", "zalo", "z-1")).CustomerId, "customer_request",
            ShortId.Of(c.Answer<ReceiveMessage.Answer>(Operations.IdOf("message", "zalo", "z-1")).CustomerId)), Admin),
    ];

    private static readonly Deed[] MonthsLater = [Of("keep customers for a month", _ => new ChangeSetting.Command(Id(80), SettingKind.RetentionDays, null, "30", "none"), Admin)];

    private static readonly Deed[] HoursAfterThat =
    [
        Of("erase who is silent", c => new EraseSilentCustomer.Command(Id(81), Sender(c, "m-7"))),
        Of("erase another", c => new EraseSilentCustomer.Command(Id(82), Sender(c, "b-1"))),
        Of("erase again after a restore", c => new EraseAgain.Command(Id(150), Sender(c, "b-2"), "legal_order", [new(Sender(c, "b-2"), new EarlierAct(Noon, c.Person("admin@example.com"), 7, new string('a', 64), true))])),
    ];

    /// <summary>What is no part of the day, and why.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Apart = new Dictionary<Type, string>
    {
        [typeof(ReleaseReview.Command)] = "what it takes from somebody is held in the process, and gone with it",
    };

    public static readonly IReadOnlyList<Deed> Day = InOrder();

    private static List<Deed> InOrder()
    {
        (Deed[] Deeds, TimeSpan Later)[] parts =
        [
            (Morning, default), (Reviewing, default), (Moving, default), (NextDay, TimeSpan.FromHours(25)), (MonthsLater, TimeSpan.FromDays(70)), (HoursAfterThat, TimeSpan.FromDays(70.1)),
        ];
        return [.. parts.SelectMany(part => part.Deeds.Select(deed => (deed, part.Later))).Select((part, i) =>
        {
            void TurnClock(TestConsole console) => ((DayClock)console.Services.GetRequiredService<TimeProvider>()).TurnTo(i, part.Later);
            return part.deed with
            {
                TurnClock = TurnClock,
                SendAsync = console =>
                {
                    TurnClock(console);
                    return part.deed.SendAsync(console);
                },
            };
        })];
    }

    private static DisableSalesUser.Command Leave(TestConsole console, Guid operation) => new(operation, console.Person("sales@example.com"),
        [new DisableSalesUser.Heir(console.Agent("AI Sales A"), console.Person("admin@example.com"))], console.Person("admin@example.com"), new(9, 9));

    private static FileDataRequest.Command File(Guid operation, Guid customer, string? note) => new(operation, customer, DataRequestKind.Erasure, "by_phone", Asked, note);

    private static PlanAbsence.Command Away(TestConsole console, int operation, DateTime until, PlanAbsence.Seen? seen = null) =>
        new(Id(operation), console.Person("sales@example.com"), Noon.AddMinutes(20), until, console.Person("admin@example.com"), seen);

    private static Deed OnZalo(string name, string id, string text) => Of(name, _ => new ReceiveMessage.Command(Channel.Zalo, "thu", id, text, "thu"), _ => Caller.Runtime);

    private static Caller Admin(TestConsole console) => console.As(Role.Admin);

    private static Account SignedIn(TestConsole console, int failures) => new()
    {
        Id = console.Person("sales@example.com"),
        Email = "sales@example.com",
        NormalizedEmail = "SALES@EXAMPLE.COM",
        PasswordHash = "hash-2",
        SecurityStamp = "stamp",
        AccessFailedCount = failures,
    };

    /// <summary>The customer whose message on Telegram it was.</summary>
    private static Guid Sender(TestConsole console, string message) => console.Answer<ReceiveMessage.Answer>(Operations.IdOf("message", "telegram", message)).CustomerId;

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static byte[] Hash(byte n) => [.. Enumerable.Repeat(n, 32)];
}
