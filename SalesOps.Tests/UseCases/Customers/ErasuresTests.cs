using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>A store that comes back from an older backup must not bring back who was erased since.</summary>
public sealed class ErasuresTests
{
    private const string Mark = "zxq-6712345001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reapply_StoreFromBeforeTheErasure_ErasesAgain()
    {
        await using var console = new TestConsole();
        var id = await WriteAsync(console, Mark);
        var other = await WriteAsync(console, "lan-001");
        using var backup = new StoreCopy(console.Files);
        await EraseAsync(console, id);
        await WriteAsync(console, "later-001");
        console.Files.CopyListTo(backup.Files);
        Assert.NotEmpty(RawStore.Find(backup.Files, [Mark]));

        await using (var restored = new TestConsole(backup.Files.Folder, keep: true))
        {
            Assert.Equal(1, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
            Assert.Empty(RawStore.Find(restored.Files, [Mark]));
            Assert.NotEmpty(RawStore.Find(restored.Files, ["lan-001"]));
            Assert.True(StoreVerifier.Verify(restored.Files).IsSound);
            await using var store = restored.Read();
            Assert.Equal([id], await store.Customers.Where(c => c.ErasedReason == "legal_order").Select(c => c.Id).ToListAsync(Token));
            Assert.Null((await store.Customers.SingleAsync(c => c.Id == other, Token)).ErasedAt);
            Assert.Equal(0, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        }
    }

    [Fact]
    public async Task Reapply_ErasureOfAPerson_IsTheSystems_AndSaysWhoWasFirst()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var (id, admin) = (await WriteAsync(console, Mark), console.As(Role.Admin));
        var asked = (await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "zalo", console.Clock.GetUtcNow().UtcDateTime, null), admin)).Value.RequestId;
        using var backup = new StoreCopy(console.Files);
        Assert.True((await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), admin)).Succeeded);
        var certified = (await console.SendAsync(new GetCertificate.Query(asked), admin)).Value;
        Assert.Null(certified.First);
        console.Files.CopyListTo(backup.Files);

        await using var restored = new TestConsole(backup.Files.Folder, keep: true);
        restored.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        var first = new FirstErasure(console.Clock.GetUtcNow().UtcDateTime, console.Lane.Last.Directory.NameOfUser(admin.SalesUserId), certified.Sequence, certified.Hash, true);
        var now = (await restored.SendAsync(new GetCertificate.Query(asked), admin)).Value;
        Assert.Equal((first, null), (now.First, now.EndedBy));
        Assert.Equal(first, (await restored.SendAsync(new GetCustomer.Query(id), admin)).Value.FirstErased);
        var row = (await restored.SendAsync(new ListAudit.Query(new GridRequest(0, 50, Filters: new Dictionary<string, string> { ["action"] = Erasure.Action })), admin)).Value.Rows.Single(r => r.CustomerId == id);
        Assert.Equal((ActorKind.System, null, first), (row.ActorKind, row.Actor, row.First));
        var noted = (await restored.SendAsync(new GetEntryChanges.Query(row.Sequence), admin)).Value.Rows.Single(r => r.Table == "EarlierErasures");
        Assert.Equal(admin.SalesUserId, noted.Fields.Single(f => f.Column == "ById").Is);
        Assert.Equal([("customer_request", null), ("customer_request", first.At)], restored.Files.Erasures.Read().Select(e => (e.Reason, e.Earlier?.At)));
        Assert.True(StoreVerifier.Verify(restored.Files) is var verdict && verdict.IsSound, verdict.Text);
    }

    [Fact]
    public async Task Reapply_ListMissesAnErasure_PutsItThere()
    {
        await using var console = new TestConsole();
        var id = await WriteAsync(console, Mark);
        await EraseAsync(console, id);
        var written = console.Files.Erasures.Read();
        File.Delete(console.Files.Erasures.Path);

        Assert.Equal(0, await console.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.Equal(written, console.Files.Erasures.Read());
        Assert.Equal(0, await console.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.Single(console.Files.Erasures.Read());
    }

    [Fact]
    public async Task Reapply_LineOfACustomerTheStoreNeverHad_IsPassedOver()
    {
        await using var console = new TestConsole();
        await WriteAsync(console, Mark);
        console.Files.Erasures.Add([new Erasure(Guid.NewGuid(), DateTime.UnixEpoch, "customer_request", null, 5)]);
        Assert.Equal(0, await console.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.NotEmpty(RawStore.Find(console.Files, [Mark]));
    }

    [Fact]
    public void List_LineCutOff_IsLeftOutAndWrittenOver()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-list-");
        try
        {
            var list = new ErasureList(Path.Combine(folder.FullName, ErasureList.FileName));
            Assert.Empty(list.Read());
            var (a, b) = (Line(1), Line(2));
            list.Add([a]);
            File.AppendAllText(list.Path, """{"customerId":"01""");
            Assert.Equal([a], list.Read());
            list.Add([b]);
            Assert.Equal([a, b], list.Read());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Erasure_ListCannotBeWritten_IsCommittedAndListedOnceItCan()
    {
        await using var console = new TestConsole();
        var id = await WriteAsync(console, Mark);
        Directory.CreateDirectory(console.Files.Erasures.Path);
        await EraseAsync(console, id);
        Assert.Empty(RawStore.Find(console.Files, [Mark]));
        Assert.Contains(console.Log.Lines, line => line.Contains("not yet on the list", StringComparison.Ordinal));
        Directory.Delete(console.Files.Erasures.Path);
        while (console.Files.Erasures.Read().Count == 0) await Task.Delay(50, Token);
    }

    [Theory]
    [InlineData("erased", true)]
    [InlineData("asked for", true)]
    [InlineData("kept for a time", true)]
    [InlineData("kept for ever again", false)]
    [InlineData("nothing", false)]
    public async Task AreMade_OnlyWhereSomebodyMayHaveBeenErasedSince(string what, bool areMade)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var id = await WriteAsync(console, Mark);
        if (what == "erased") await EraseAsync(console, id);
        if (what == "asked for") Assert.True((await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "zalo", console.Clock.GetUtcNow().UtcDateTime, null))).Succeeded);
        if (what.StartsWith("kept for", StringComparison.Ordinal)) Assert.True((await console.KeepAsync("400")).Succeeded);
        if (what == "kept for ever again") Assert.True((await console.KeepAsync(SettingRules.None)).Succeeded);
        Assert.Equal(areMade, Erasures.AreMade(console.Files));
    }

    private static Erasure Line(int i) => new(new Guid(i, 0, 0, new byte[8]), DateTime.UnixEpoch.AddMinutes(i), "customer_request", null, i);

    private static async Task<Guid> WriteAsync(TestConsole console, string who) =>
        (await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, who, $"{who}:1", $"Tôi là {who}", who), Caller.Runtime)).Value.CustomerId;

    private static async Task EraseAsync(TestConsole console, Guid id) =>
        Assert.True((await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "legal_order", ShortId.Of(id)))).Succeeded);
}
