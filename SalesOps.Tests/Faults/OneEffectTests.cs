using System.Collections.Concurrent;
using System.Text.Json;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>However often it is sent: one effect, the same answer.</summary>
public sealed class OneEffectTests
{
    private const int Events = 10_000;
    private const int Deliveries = 100_000;
    private const int Customers = 2_000;
    private const int AtOnce = 1_000;

    [Fact]
    public async Task Deliveries_RepeatedAndShuffled_HaveOneEffectEach()
    {
        await using var console = new TestConsole(asServed: true);
        await console.FileSampleAsync();
        var (before, random) = (console[Counters.Customers], new Random(20260603));
        // Each event at least once, most of them many times, in no order.
        var order = Enumerable.Range(0, Events).Concat(Enumerable.Range(0, Deliveries - Events).Select(_ => random.Next(Events))).ToArray();
        random.Shuffle(order);
        var (answers, effects) = (new ConcurrentDictionary<int, string>(), 0);

        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Http.Token }, async (n, _) =>
        {
            var answer = await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, $"who-{n % Customers}", $"event-{n}", $"Tôi muốn nạp tiền {n}"), Caller.Runtime);
            if (!answer.Receipt!.Duplicate) Interlocked.Increment(ref effects);
            var text = $"{answer.Receipt.Sequence} {JsonSerializer.Serialize(answer.Value)}";
            Assert.Equal(answers.GetOrAdd(n, text), text);
        });

        Assert.Equal(Events, effects);
        await using var store = console.Read();
        Assert.Equal(Events, store.Messages.Count(m => m.ExternalId.StartsWith("event-")));
        Assert.Equal(before + Customers, console[Counters.Customers]);
        var verdict = StoreVerifier.Verify(console.Files);
        Assert.True(verdict.IsSound, verdict.Text);
    }

    [Fact]
    public async Task Command_RetriedAfterALostAnswer_IsAnsweredTheSame()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-retry-").FullName;
        var command = new InviteSalesUser.Command(Guid.CreateVersion7(), "Somebody", "new@example.com", Role.RealSalesUser, new byte[32]);
        InviteSalesUser.Answer first;
        await using (var console = new TestConsole(folder, keep: true)) first = (await console.SendAsync(command)).Value;

        // The answer was lost with the process; the sender asks the next one.
        await using var next = new TestConsole(folder);
        var again = await next.SendAsync(command);

        Assert.Equal((first, true), (again.Value, again.Receipt!.Duplicate));
        Assert.Single(next.Lane.Last.Directory.SalesUsers);
        Assert.Equal(ErrorKind.Reused, (await next.SendAsync(command with { Name = "Somebody else" })).Errors[0].Kind);
    }
}
