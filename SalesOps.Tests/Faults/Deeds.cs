using System.Text.Json;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Something a person or a program wants done; sent again it is still the same command.</summary>
/// <param name="SendAsync">Answers the value as JSON; null when the store did not take it.</param>
internal sealed record Deed(string Name, Func<TestConsole, Task<string?>> SendAsync);

/// <summary>A working day in small: every business transaction there is, one by one and in batches.</summary>
internal static class Deeds
{
    private static readonly byte[] Setup = Hash(1), Invited = Hash(2);
    private static readonly ReceiveMessage.Reported Doubtful = new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1");

    public static readonly IReadOnlyList<Deed> Day =
    [
        Command("open setup", _ => new OpenSetup.Command(Id(1), Setup)),
        Command("first admin", _ => new CreateFirstAdmin.Command(Id(2), Setup, "Trojan", "admin@example.com", "hash-1")),
        Command("api key", _ => new CreateApiKey.Command(Id(3), "runtime", Hash(3), "abcdef")),
        Message("new customer, nobody to bind to", "lan", "m-1", "Chào shop"),
        Message("another", "duc", "m-2", "Tôi muốn nạp tiền"),
        Command("invite", _ => new InviteSalesUser.Command(Id(4), "Demo Sales", "sales@example.com", Role.RealSalesUser, Invited)),
        Command("accept invitation", _ => new AcceptInvitation.Command(Id(5), Invited, "hash-2")),
        Command("add agent", c => new AddAiAgent.Command(Id(6), "AI Sales A", Person(c, "sales@example.com"), "vi", [Channel.Telegram, Channel.Zalo], 50)),
        Command("bind waiting", _ => new BindWaitingCustomers.Command(Id(7))),
        Message("new customer, bound", "hoang", "m-3", "Giá bao nhiêu?"),
        Message("returning", "lan", "m-4", "Tôi muốn nạp tiền"),
        Message("delivered again", "lan", "m-4", "Tôi muốn nạp tiền"),
        Message("waits for a person", "ha", "m-5", "Có tin được không?", Doubtful),
        Command("failed sign-in", c => new SaveAccount.Command(Id(8), SignedIn(c, failures: 1), Stored(c), "account.sign_in_failed")),
        Batch("batch of customers", [.. Enumerable.Range(0, 6).Select(i => Message($"customer {i}", $"c-{i}", $"b-{i}", "Chào shop, mình muốn nạp tiền"))]),
        Command("second agent", c => new AddAiAgent.Command(Id(9), "AI Sales B", Person(c, "admin@example.com"), "zh", [Channel.Telegram], 2)),
        Batch("batch of returns", [.. Enumerable.Range(0, 4).Select(i => Message($"return {i}", $"c-{i}", $"b-{i + 20}", "我想充值")), Message("and a new one", "minh", "b-30", "Cho mình gặp nhân viên")]),
        Command("approve a review", c => new ApproveReview.Command(Id(11), new Seen(FirstReview(c), 1, "new_lead")), c => c.As(Role.Admin)),
        Message("opts out", "duc", "m-6", "Thôi không nhắn nữa nhé"),
        Command("sign-in", c => new SaveAccount.Command(Id(10), SignedIn(c, failures: 0), Stored(c), "account.signed_in")),
        Message("long message", "long", "m-7", new string('x', 7_000)),
        Command("erase the newest customer", c => new EraseCustomer.Command(Id(12), NewestCustomer(c), "customer_request", ShortId.Of(NewestCustomer(c))), c => c.As(Role.Admin)),
    ];

    private static Deed Message(string name, string who, string id, string text, ReceiveMessage.Reported? understanding = null) =>
        Command(name, _ => new ReceiveMessage.Command(Channel.Telegram, who, id, text, who, null, understanding), _ => Caller.Runtime);

    private static Deed Command<T>(string name, Func<TestConsole, IRequest<Result<T>>> make, Func<TestConsole, Caller>? by = null) => new(name, async console =>
    {
        var answer = await console.SendAsync(make(console), by?.Invoke(console));
        if (answer.Succeeded) return JsonSerializer.Serialize(answer.Value, JsonSerializerOptions.Web);
        Assert.True(answer.Errors[0].Kind == ErrorKind.Unavailable, $"{name}: {answer.Errors[0].Message}");
        return null;
    });

    /// <summary>Several senders at once: one transaction, as long as it goes well.</summary>
    private static Deed Batch(string name, IReadOnlyList<Deed> deeds) => new(name, async console =>
    {
        using var block = console.Lane.Health == StoreHealth.Sound ? await console.Lane.BlockAsync() : null;
        var answers = deeds.Select(d => d.SendAsync(console)).ToList();
        block?.Release.SetResult();
        var all = await Task.WhenAll(answers);
        return all.Contains(null) ? null : string.Join('\n', all);
    });

    private static Guid Person(TestConsole console, string email) => console.Lane.Last.Directory.SalesUsers.Values.Single(u => u.Email == email).Id;

    private static Guid FirstReview(TestConsole console)
    {
        using var store = console.Read();
        return store.Reviews.OrderBy(r => r.CreatedAt).First().Id;
    }

    private static Guid NewestCustomer(TestConsole console)
    {
        using var store = console.Read();
        return store.Customers.OrderByDescending(c => c.Id).First().Id;
    }

    private static Account? Stored(TestConsole console)
    {
        using var store = console.Read();
        return store.Accounts.SingleOrDefault(a => a.NormalizedEmail == "SALES@EXAMPLE.COM");
    }

    private static Account SignedIn(TestConsole console, int failures) => new()
    {
        Id = Person(console, "sales@example.com"),
        Email = "sales@example.com",
        NormalizedEmail = "SALES@EXAMPLE.COM",
        PasswordHash = "hash-2",
        SecurityStamp = "stamp",
        AccessFailedCount = failures,
    };

    private static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static byte[] Hash(byte n) => [.. Enumerable.Repeat(n, 32)];
}
