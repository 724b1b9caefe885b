using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.ApiKeys;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private static readonly byte[] Hash = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Made_ListedWithItsMaker_RevokedForGood()
    {
        var id = await MakeAsync("runtime");
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((id, "runtime", "abcdef", "trojan", null, null), (row.Id, row.Name, row.Prefix, row.CreatedBy, row.LastUsedAt, row.RevokedAt));
        Assert.Equal([ApiScope.Messages, ApiScope.Counters], row.Scopes);
        await using (var store = _console.Read())
            Assert.Contains("\"Scopes\":\"messages,counters\"", ChangeText.Of(store.AuditEntries.Single(a => a.Action == "api_key.created").Changes), StringComparison.Ordinal);
        var since = _console.Lane.Last.Counters.Sequence;

        Assert.True((await RevokeAsync(id)).Succeeded);

        Assert.NotNull(Assert.Single(await RowsAsync()).RevokedAt);
        Assert.Equal(["api_key.revoked"], _console.Actions(since));
        Assert.Equal("revoked", ErrorOf(await RevokeAsync(id)).Code);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await RevokeAsync(Guid.NewGuid())).Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task Restored_WithinTenSeconds_ByWhoRevokedIt_OpensAgain()
    {
        var (id, deed) = (await MakeAsync("runtime"), Guid.NewGuid());
        Assert.True((await _console.SendAsync(new RevokeApiKey.Command(deed, id), _console.Admin())).Succeeded);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new RestoreApiKey.Command(Guid.NewGuid(), Guid.NewGuid()), _console.Admin())).Kind);
        Assert.True((await _console.SendAsync(new RestoreApiKey.Command(Guid.NewGuid(), deed), _console.Admin())).Succeeded);
        Assert.Null(Assert.Single(await RowsAsync()).RevokedAt);
        Assert.Null(_console.Lane.Last.Directory.ApiKeys.Single(k => k.Id == id).RevokedAt);

        deed = Guid.NewGuid();
        Assert.True((await _console.SendAsync(new RevokeApiKey.Command(deed, id), _console.Admin())).Succeeded);
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromSeconds(1));
        Assert.Equal("final", ErrorOf(await _console.SendAsync(new RestoreApiKey.Command(Guid.NewGuid(), deed), _console.Admin())).Code);
        Assert.NotNull(Assert.Single(await RowsAsync()).RevokedAt);
        _console.AssertSound();
    }

    [Fact]
    public async Task Restored_ThenRevokedAgainByAnother_StaysRevoked()
    {
        var (id, deed, other) = (await MakeAsync("runtime"), Guid.NewGuid(), Caller.Nobody);
        await _console.Lane.RunAsync(change => other = Caller.Person(LaneCommands.AddPerson(change, "other@example.com", Role.Admin)));
        Assert.True((await _console.SendAsync(new RevokeApiKey.Command(deed, id), _console.Admin())).Succeeded);
        Assert.True((await _console.SendAsync(new RestoreApiKey.Command(Guid.NewGuid(), deed), _console.Admin())).Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await _console.SendAsync(new RevokeApiKey.Command(Guid.NewGuid(), id), other)).Succeeded);
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new RestoreApiKey.Command(Guid.NewGuid(), deed), _console.Admin())).Code);
        Assert.NotNull(Assert.Single(await RowsAsync()).RevokedAt);
    }

    [Theory]
    [InlineData("", "required")]
    [InlineData("a\u0000", "unsound")]
    public async Task Name_Wrong_IsNamed(string name, string code) =>
        Assert.Equal(("Name", code), ErrorOf(await _console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), name, Hash, "abcdef", [ApiScope.Counters, ApiScope.Messages]), _console.Admin())) is var e ? (char.ToUpperInvariant(e.Field![0]) + e.Field[1..], e.Code) : default);

    [Fact]
    public async Task Scopes_Wrong_AreNamed()
    {
        foreach (var (scopes, code) in ((IReadOnlyList<ApiScope>, string)[])[([], "scopes"), ([(ApiScope)7], "choose"), ([ApiScope.Counters, ApiScope.Counters], "twice")])
            Assert.Equal(("scopes", code), ErrorOf(await _console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "key", Hash, "abcdef", scopes), _console.Admin())) is var e ? (e.Field, e.Code) : default);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Used_IsKnownAtOnce_AndNotedOnce()
    {
        var (id, uses) = (await MakeAsync("runtime"), _console.Services.GetRequiredService<KeyUses>());
        uses.Note(id);
        var now = Assert.Single(await RowsAsync()).LastUsedAt;
        Assert.Equal(_console.Clock.GetUtcNow().UtcDateTime, now);
        var since = _console.Lane.Last.Counters.Sequence;

        Assert.True((await NoteAsync(id, now!.Value)).Succeeded);
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await NoteAsync(id, now.Value.AddMinutes(-1))).Kind);

        Assert.Equal(["api_key.used"], _console.Actions(since));
        Assert.Equal(now, _console.Lane.Last.Directory.ApiKeys.Single().LastUsedAt);
        _console.AssertSound();
    }

    private async Task<Guid> MakeAsync(string name) => (await _console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), name, Hash, "abcdef", [ApiScope.Counters, ApiScope.Messages]), _console.Admin())).Value.ApiKeyId;

    private async Task<IReadOnlyList<ListApiKeys.Row>> RowsAsync() => (await _console.SendAsync(new ListApiKeys.Query(), _console.Admin())).Value;

    private Task<Result<Done>> RevokeAsync(Guid id) => _console.SendAsync(new RevokeApiKey.Command(Guid.NewGuid(), id), _console.Admin());

    private Task<Result<Done>> NoteAsync(Guid id, DateTime at) => _console.SendAsync(new NoteKeyUses.Command(Guid.NewGuid(), [new(id, at)]));
}
