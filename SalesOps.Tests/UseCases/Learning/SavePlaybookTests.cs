using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class SavePlaybookTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<PlaybookRule> First = Playbook.Default.Rules;
    private readonly TestConsole _console = new();

    /// <summary>Who declines is no longer dormant by the AI's word alone.</summary>
    private static IReadOnlyList<PlaybookRule> Careful => [.. First.Select(r => r.Trigger == "refuse" ? r with { NeedsPerson = true } : r)];

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Rules_Saved_HoldForTheNextMessage_StandOnTheAudit_AndAreUndone()
    {
        Assert.True((await RefuseAsync("a")).State.Applied);
        var since = _console.Lane.Last.Counters.Sequence;

        Assert.Equal(1, (await SaveAsync(Careful, 0)).Value.Number);

        Assert.False((await RefuseAsync("b")).State.Applied);
        Assert.Equal("playbook.changed", _console.Actions(since)[0]);
        await using (var store = _console.Read())
        {
            var entry = store.AuditEntries.Single(a => a.Action == "playbook.changed");
            Assert.Equal(_console.Supervisor().SalesUserId, entry.ActorId);
            var changes = ChangeText.Of(entry.Changes);
            Assert.Contains("\"Was\"", changes, StringComparison.Ordinal);
            Assert.Contains("\"Rules\"", changes, StringComparison.Ordinal);
            Assert.Equal((First, Careful), store.PlaybookVersions.Select(v => ValueTuple.Create(v.Was, v.Rules)).Single(), Same);
        }

        Assert.Equal(2, (await SaveAsync(First, 1)).Value.Number);
        Assert.True((await RefuseAsync("c")).State.Applied);
        _console.AssertSound();
    }

    [Fact]
    public async Task Rules_SavedBeforeAMessageOfTheSameBatch_HoldForIt()
    {
        Task<Result<SavePlaybook.Answer>> saved;
        Task<ReceiveMessage.Answer> heard;
        using (await _console.Lane.BlockAsync())
        {
            saved = SaveAsync(Careful, 0);
            heard = RefuseAsync("a");
        }
        Assert.True((await saved).Succeeded);
        Assert.False((await heard).State.Applied);
    }

    [Fact]
    public async Task Rules_AfterARestart_HoldStill()
    {
        await SaveAsync(Careful, 0);
        using var copy = new StoreCopy(_console.Files);
        await using var again = new TestConsole(copy.Files.Folder, keep: true);
        Assert.False((await again.HearAsync("z", "refuse", "unclear", 0.9)).State.Applied);
    }

    [Fact]
    public async Task Save_SomebodyElseWasFaster_OrNothingChanged_IsRefused()
    {
        Assert.Equal((ErrorKind.Invalid, "same"), KindOf(await SaveAsync([.. First.Select(r => r with { From = [.. r.From] })], 0)));
        await SaveAsync(Careful, 0);
        Assert.Equal((ErrorKind.Stale, "changed"), KindOf(await SaveAsync(First, 0)));
    }

    [Fact]
    public async Task Save_RulesThatDoNotWork_AreRefused_EachWithItsPlace()
    {
        var errors = (await SaveAsync([.. First.Where(r => r.Trigger != "payment_confirmed"), First[0] with { Stage = "no_such_stage" }, First[1]], 0)).Errors;
        Assert.All(errors, e => Assert.Equal(ErrorKind.Invalid, e.Kind));
        Assert.Superset(new HashSet<(string?, string?)> { ("states[4]", "unreachable"), ("transitions[11].stage", "form"), ("transitions[12]", "ambiguous") },
            errors.Select(e => (e.Field, e.Code)).ToHashSet());
        Assert.Equal(0, _console.Lane.Last.Directory.Playbooks.Number);
    }

    [Fact]
    public async Task Steps_OfAMessageBeforeTheChange_NameTheRulesItMet()
    {
        var heard = await RefuseAsync("a");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await SaveAsync([.. First.Select(r => r.Trigger == "refuse" ? r with { MinConfidence = 0.95 } : r)], 0);
        var steps = await _console.SendAsync(new GetSteps.Query(heard.ConversationId));
        Assert.Equal(new GetSteps.Guard("transition", true, 0.9, 0.7, "dormant"), Assert.Single(steps.Value.Steps[0].Guards, g => g.Code == "transition"));
    }

    private static bool Same((IReadOnlyList<PlaybookRule> Was, IReadOnlyList<PlaybookRule> Rules) a, (IReadOnlyList<PlaybookRule> Was, IReadOnlyList<PlaybookRule> Rules) b) =>
        a.Was.SequenceEqual(b.Was) && a.Rules.SequenceEqual(b.Rules);

    private static (ErrorKind, string?) KindOf(Result<SavePlaybook.Answer> result) => (ErrorOf(result).Kind, ErrorOf(result).Code);

    private Task<Result<SavePlaybook.Answer>> SaveAsync(IReadOnlyList<PlaybookRule> rules, int was) =>
        _console.SendAsync(new SavePlaybook.Command(Guid.NewGuid(), rules, was), _console.Supervisor());

    private Task<ReceiveMessage.Answer> RefuseAsync(string who) => _console.HearAsync(who, "refuse", "unclear", 0.9);
}
