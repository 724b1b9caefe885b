using System.Collections.Concurrent;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Whatever honestly happens, the verifier accuses nobody: the tables are what the journal says they are, now, after a restore, and after an upgrade.</summary>
public sealed class HonestHistoryTests : IDisposable
{
    private const int Histories = 2000;
    private static readonly string Memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
    private static readonly string[] Texts = ["Chào shop", "Tôi muốn nạp tiền", "Bên mình có đáng tin không?", "\"Giá\" \\ bao nhiêu?\u0000\u001f 🙂\ud800", "我想充值", "Cho mình gặp nhân viên", "Thôi không nhắn nữa nhé"];

    private readonly ConcurrentDictionary<Deed, int> _done = new();
    private readonly string _place = Path.Combine(Memory, $"salesops-honest-{Guid.NewGuid():N}");

    public HonestHistoryTests() => Directory.CreateDirectory(_place);

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public void Verify_AnyHonestHistory_IsSound()
    {
        var (empty, first) = (Path.Combine(_place, "empty"), Path.Combine(_place, "first"));
        new StoreFiles(empty).OpenWriter().Dispose();
        Directory.CreateDirectory(first);
        FirstVersion.UnpackTo(Path.Combine(first, "salesops.db"));
        // The same file every time, so once is enough.
        new StoreFiles(first).OpenWriter().Dispose();
        var steps = Gen.ArrayOf(Gen.Choose(0, int.MaxValue)).Resize(10);
        var (run, upgraded) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithQuietOnSuccess(true), Prop.ForAll(Arb.From(steps), history =>
        {
            var upgrade = run % 8 == 7;
            if (upgrade) upgraded++;
            var folder = Path.Combine(_place, $"{run++}");
            RunAsync(history, Path.Combine(upgrade ? first : empty, "salesops.db"), folder).GetAwaiter().GetResult();
            // What lies in memory is given back at once: there are two thousand.
            foreach (var made in (string[])[folder, folder + ".restored"])
                if (Directory.Exists(made)) Directory.Delete(made, recursive: true);
            File.Delete(folder + ".backup");
        }));
        Assert.Equal((Histories, Histories / 8), (run, upgraded));
        Assert.All(Enum.GetValues<Deed>(), deed => Assert.True(_done.GetValueOrDefault(deed) > 0, $"{deed}: {_done.GetValueOrDefault(deed)}"));
    }

    private async Task RunAsync(int[] history, string begun, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(begun, Path.Combine(folder, "salesops.db"));
        var half = history.Length / 2;
        await using (var console = new TestConsole(folder, keep: true))
        {
            if (history.Length == 0 || history[0] % 8 != 0)
            {
                await PlayAsync(console, history);
                return;
            }
            await PlayAsync(console, history[..half]);
            var backup = folder + ".backup";
            Assert.True(StoreBackup.Save(console.Files, backup).IsSound);
            Assert.True(StoreBackup.Restore(backup, new StoreFiles(folder + ".restored")).IsSound);
            // Who is erased now is erased again in what was restored.
            await PlayAsync(console, history[half..]);
            console.Files.CopyListTo(new StoreFiles(folder + ".restored"));
        }
        await using var restored = new TestConsole(folder + ".restored", keep: true);
        if (await restored.Services.ReapplyErasuresAsync(cancellationToken: Http.Token) > 0) _done.AddOrUpdate(Deed.EraseAgain, 1, (_, count) => count + 1);
        await PlayAsync(restored, history[half..]);
    }

    private async Task PlayAsync(TestConsole console, int[] steps)
    {
        var people = new List<Guid>();
        await console.Lane.RunAsync(change =>
        {
            people.Add(LaneCommands.AddPerson(change, $"{Guid.NewGuid()}@example.com").Id);
            LaneCommands.AddPerson(change, $"{Guid.NewGuid()}@example.com");
            LaneCommands.AddPerson(change, $"{Guid.NewGuid()}@example.com", Role.Supervisor);
        });
        await Task.WhenAll(steps.Select(step => SendAsync(console, step, people[0])));
        AssertSound(console.Files);
    }

    private static void AssertSound(StoreFiles files)
    {
        var verdict = StoreVerifier.Verify(files);
        Assert.True(verdict.IsSound, verdict.Text);
    }

    private async Task SendAsync(TestConsole console, int step, Guid person)
    {
        var what = step / 16;
        var (deed, succeeded) = (what % 24) switch
        {
            16 => (Deed.Edit, await HonestDeeds.EditAsync(console, what)),
            17 => (Deed.AddTask, await HonestDeeds.AddTaskAsync(console, what, person)),
            18 => (Deed.OptOut, await HonestDeeds.OptOutAsync(console, what)),
            19 => (Deed.Transfer, await HonestDeeds.TransferAsync(console, what, person)),
            20 => (Deed.Set, await HonestDeeds.SetAsync(console, what / 24)),
            21 => (Deed.SaveView, await HonestDeeds.SaveViewAsync(console, what)),
            22 => (Deed.Leave, await HonestDeeds.LeaveAsync(console, what, person)),
            23 => (Deed.Reply, await HonestDeeds.ReplyAsync(console, what)),
            0 => (Deed.AddAgent, (await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {what % 5}", person, "vi", [Channel.Telegram, Channel.Zalo], 1 + what % 2))).Succeeded),
            1 or 15 => (Deed.Bind, (await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Succeeded),
            2 => (Deed.MakeKey, (await console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "key", RandomNumberGenerator.GetBytes(32), "abcdef", [ApiScope.Messages]))).Succeeded),
            3 => (Deed.SaveAccount, await SaveAccountAsync(console, what, person)),
            4 or 5 => (Deed.Erase, await EraseAsync(console, what)),
            6 => (Deed.Merge, await MergeAsync(console, what)),
            7 when what / 16 % 2 == 0 => (Deed.Separate, await SeparateAsync(console, what)),
            9 => (Deed.Retain, await console.EraseSilentAsync() > 0),
            7 or 8 => (Deed.Decide, await DecideAsync(console, what)),
            _ => (Deed.Message, (await console.SendAsync(new ReceiveMessage.Command((Channel)(what % 3), $"who-{what / 3 % 4}", $"m-{what % 11}", Texts[what % Texts.Length], $"Name {what % 4}", null,
                what % 2 == 0 ? null : new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", what % 100 / 100.0, what % 5 == 0 ? ["fraud"] : [], "runtime-1")), Caller.Runtime)).Succeeded),
        };
        if (succeeded) _done.AddOrUpdate(deed, 1, (_, count) => count + 1);
    }

    private static async Task<bool> SaveAccountAsync(TestConsole console, int what, Guid person)
    {
        await using var store = console.Read();
        var before = await store.Accounts.FirstOrDefaultAsync(a => a.Id == person);
        return (await console.SendAsync(new SaveAccount.Command(Guid.NewGuid(), new Account
        {
            Id = person, Email = "é", NormalizedEmail = $"{person}", PasswordHash = what % 3 == 0 ? null : $"{what}", SecurityStamp = $"{what}",
        }, before, "account.created"))).Succeeded;
    }

    private static async Task<bool> EraseAsync(TestConsole console, int what)
    {
        await using var store = console.Read();
        if (await store.Customers.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync() is not { Count: > 0 } ids) return false;
        var id = ids[what % ids.Count];
        return (await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)))).Succeeded;
    }

    private async Task<bool> MergeAsync(TestConsole console, int what)
    {
        await using var store = console.Read();
        var all = await store.Customers.OrderBy(c => c.Id).ToListAsync();
        // Two on different channels, mostly.
        if (all.Count == 0 || all[what % all.Count] is not { } stays || all.Find(c => c.Channel != stays.Channel && c.ErasedAt is null) is not { } goes) return false;
        if (!(await console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays.Id, goes.Id, stays.AiAgentId, goes.AiAgentId))).Succeeded) return false;
        // Two that were merged seldom live to be asked for in a history as short as these.
        if (what % 2 == 0 && await SeparateAsync(console, what)) _done.AddOrUpdate(Deed.Separate, 1, (_, count) => count + 1);
        return true;
    }

    private static async Task<bool> SeparateAsync(TestConsole console, int what)
    {
        await using var store = console.Read();
        var ids = await store.Merges.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync();
        return ids.Count > 0 && (await console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), ids[what % ids.Count]))).Succeeded;
    }

    /// <summary>Approves, rejects, corrects or takes over what waits, and takes every other decision back.</summary>
    private static async Task<bool> DecideAsync(TestConsole console, int what)
    {
        await using var store = console.Read();
        if (await store.Reviews.Where(r => r.Status == ReviewStatus.Pending).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync() is not { Count: > 0 } waiting) return false;
        var file = await console.SendAsync(new GetReviewCase.Query(waiting[what % waiting.Count]));
        if (!file.Succeeded) return false;
        var (seen, by) = (file.Value.Seen, console.As(Role.Supervisor));
        var decided = (what / 16 % 4) switch
        {
            0 => await console.SendAsync(new ApproveReview.Command(Guid.NewGuid(), seen), by),
            1 => await console.SendAsync(new RejectReview.Command(Guid.NewGuid(), seen, "wrong_intent", (NextStep)(what % 3), "Xem lại"), by),
            2 => await console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen, "ask_price", "discovery_price", null, "Hỏi giá"), by),
            _ => await console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen), by),
        };
        if (decided.Succeeded && what % 2 == 0) await console.SendAsync(new UndoDecision.Command(Guid.NewGuid(), decided.Value.DecisionId), by);
        return decided.Succeeded;
    }

    private enum Deed
    {
        Message,
        AddAgent,
        Bind,
        MakeKey,
        SaveAccount,
        Erase,
        Decide,
        Merge,
        Separate,
        Retain,
        Edit,
        AddTask,
        OptOut,
        Transfer,
        Set,
        SaveView,
        Leave,
        Reply,
        EraseAgain,
    }
}
