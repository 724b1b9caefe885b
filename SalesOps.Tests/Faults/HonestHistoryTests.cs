using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Whatever honestly happens, the verifier accuses nobody: the tables are what the journal says they are, now and after a restore.</summary>
public sealed class HonestHistoryTests : IDisposable
{
    private const int Histories = 2000;
    private static readonly string Memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
    private static readonly string[] Texts = ["Chào shop", "Tôi muốn nạp tiền", "Bên mình có đáng tin không?", "\"Giá\" \\ bao nhiêu?\u0000\u001f 🙂\ud800", "我想充值", "Cho mình gặp nhân viên", "Thôi không nhắn nữa nhé"];

    private readonly string _place = Path.Combine(Memory, $"salesops-honest-{Guid.NewGuid():N}");

    public HonestHistoryTests() => Directory.CreateDirectory(_place);

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public void Verify_AnyHonestHistory_IsSound()
    {
        var empty = Path.Combine(_place, "empty");
        new StoreFiles(empty).OpenWriter().Dispose();
        var steps = Gen.ArrayOf(Gen.Choose(0, int.MaxValue)).Resize(8);
        var run = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithQuietOnSuccess(true),
            Prop.ForAll(Arb.From(steps), history => RunAsync(history, Path.Combine(_place, "empty", "salesops.db"), Path.Combine(_place, $"{run++}")).GetAwaiter().GetResult()));
        Assert.Equal(Histories, run);
    }

    private static async Task RunAsync(int[] history, string empty, string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(empty, Path.Combine(folder, "salesops.db"));
        var half = history.Length / 2;
        await using (var console = new TestConsole(folder, keep: true))
        {
            await PlayAsync(console, history[..half]);
            if (history.Length == 0 || history[0] % 8 != 0)
            {
                await PlayAsync(console, history[half..]);
                return;
            }
            var backup = folder + ".backup";
            Assert.True(StoreBackup.Save(console.Files, backup).IsSound);
            Assert.True(StoreBackup.Restore(backup, new StoreFiles(folder + ".restored")).IsSound);
        }
        await using var restored = new TestConsole(folder + ".restored", keep: true);
        await PlayAsync(restored, history[half..]);
    }

    private static async Task PlayAsync(TestConsole console, int[] steps)
    {
        var people = new List<Guid>();
        await console.Lane.RunAsync(change => people.Add(LaneCommands.AddPerson(change, $"{Guid.NewGuid()}@example.com").Id));
        await Task.WhenAll(steps.Select(step => SendAsync(console, step, people[0])));
        AssertSound(console.Files);
    }

    private static void AssertSound(StoreFiles files)
    {
        var verdict = StoreVerifier.Verify(files);
        Assert.True(verdict.IsSound, verdict.Text);
    }

    private static async Task SendAsync(TestConsole console, int step, Guid person)
    {
        var what = step / 8;
        Account? before;
        switch (what % 8)
        {
            case 0:
                await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {what % 5}", person, "vi", [Channel.Telegram, Channel.Zalo], 1 + what % 2));
                break;
            case 1:
                await console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()));
                break;
            case 2:
                await console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "key", RandomNumberGenerator.GetBytes(32), "abcdef"));
                break;
            case 3:
                await using (var store = console.Read()) before = store.Accounts.FirstOrDefault(a => a.Id == person);
                await console.SendAsync(new SaveAccount.Command(Guid.NewGuid(), new Account
                {
                    Id = person, Email = "é", NormalizedEmail = $"{person}", PasswordHash = what % 3 == 0 ? null : $"{what}", SecurityStamp = $"{what}",
                }, before, "account.created"));
                break;
            default:
                await console.SendAsync(new ReceiveMessage.Command((Channel)(what % 3), $"who-{what / 3 % 4}", $"m-{what % 11}", Texts[what % Texts.Length], $"Name {what % 4}", null,
                    what % 2 == 0 ? null : new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", what % 100 / 100.0, what % 5 == 0 ? ["fraud"] : [], "runtime-1")), Caller.Runtime);
                break;
        }
    }
}
