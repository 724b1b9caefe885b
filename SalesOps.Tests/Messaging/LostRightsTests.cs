using MediatR;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Messaging;

/// <summary>A right that a command takes away is lost to the next command of the same batch, though it was there when that was sent.</summary>
public sealed class LostRightsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Disabled_InTheSameBatch_WhatThePersonSentAfterIsRefused()
    {
        var supervisor = _console.As(Role.Supervisor);
        var before = _console.Lane.Last.Counters.Sequence;

        var (taken, late) = await InOneBatchAsync(new DisableSalesUser.Command(Guid.NewGuid(), supervisor.SalesUserId!.Value), new SaveView.Command(Guid.NewGuid(), "customers", "mine", "bound=no", false), supervisor);

        Assert.True(taken.Succeeded);
        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single(late.Errors).Kind);
        Assert.Equal(before + 1, _console.Lane.Last.Counters.Sequence);
        Assert.Contains(_console.Log.Lines, l => l.Contains("SaveView refused to Nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnotherRole_InTheSameBatch_ForbidsWhatItMayNot()
    {
        await _console.LetInAsync(_console.As(Role.Admin).SalesUserId!.Value);
        var second = await HireAsync("second@example.com", Role.Admin);

        var (taken, late) = await InOneBatchAsync(Demote(second, Role.Ops), new AddAiAgent.Command(Guid.NewGuid(), "AI late", _console.As(Role.RealSalesUser).SalesUserId!.Value, "vi", [Channel.Zalo], 5), Caller.Person(second));

        Assert.True(taken.Succeeded);
        Assert.Equal(ErrorKind.Forbidden, Assert.Single(late.Errors).Kind);
        Assert.DoesNotContain(_console.Lane.Last.Directory.AiAgents.Values, a => a.Name == "AI late");
    }

    [Fact]
    public async Task BecomeASalesperson_InTheSameBatch_SeesTheirOwnCustomersAlone()
    {
        var second = await HireAsync("second@example.com", Role.Supervisor);
        Guid customer;
        await using (var store = _console.Read()) customer = store.Customers.First(c => c.SalesUserId != null).Id;

        var (taken, late) = await InOneBatchAsync(Demote(second, Role.RealSalesUser),
            new AddTask.Command(Guid.NewGuid(), customer, TaskKind.FollowUp, second.Id, _console.Clock.GetUtcNow().UtcDateTime.AddDays(1), "note"), Caller.Person(second));

        Assert.True(taken.Succeeded);
        Assert.Equal(("customerId", "unknown"), Assert.Single(late.Errors) is var error ? (error.Field, error.Code) : default);
    }

    [Fact]
    public async Task SessionEnded_InTheSameBatch_WhatItSentAfterIsRefused_AndAnotherSessionsIsNot()
    {
        var person = _console.As(Role.Supervisor).SalesUserId!.Value;
        await _console.LetInAsync(person);
        var stamp = _console.Lane.Last.Directory.SecurityStamps[person];

        var (taken, late) = await InOneBatchAsync(new SuspendAccount.Command(Guid.NewGuid(), person), new SaveView.Command(Guid.NewGuid(), "customers", "mine", "bound=no", false), context => context.SetPerson(person, stamp));

        Assert.True(taken.Succeeded);
        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single(late.Errors).Kind);
        Assert.True((await SendAsync(new SaveView.Command(Guid.NewGuid(), "customers", "mine", "bound=no", false), context => context.SetPerson(person, _console.Lane.Last.Directory.SecurityStamps[person]))).Succeeded);
    }

    [Fact]
    public async Task KeyRevoked_InTheSameBatch_WhatTheProgramSentAfterIsRefused_AndAnotherKeysIsNot()
    {
        var keys = new List<ApiKey>();
        foreach (var name in (string[])["one", "other"])
        {
            var id = (await _console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), name, [.. Guid.NewGuid().ToByteArray(), .. new byte[16]], "abc", [ApiScope.Messages]), _console.As(Role.Admin))).Value.ApiKeyId;
            keys.Add(_console.Lane.Last.Directory.ApiKeys.Single(k => k.Id == id));
        }

        var (taken, late) = await InOneBatchAsync(new RevokeApiKey.Command(Guid.NewGuid(), keys[0].Id), new ReceiveMessage.Command(Channel.Zalo, "z-1", "m-1", "hi", "Z"), Caller.Program(keys[0]));

        Assert.True(taken.Succeeded);
        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single(late.Errors).Kind);
        Assert.True((await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "z-1", "m-1", "hi", "Z"), Caller.Program(keys[1]))).Succeeded);
    }

    [Fact]
    public async Task SignedOut_IsNobody_WhileWhatWasSentBeforeIsCarriedOut()
    {
        var (person, isOut) = (_console.As(Role.Supervisor).SalesUserId!.Value, false);
        await using var scope = _console.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().SetPerson(person, null, () => isOut);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        using var block = await _console.Lane.BlockAsync();
        var sent = mediator.Send(new SaveView.Command(Guid.NewGuid(), "customers", "before", "bound=no", false), Http.Token);
        isOut = true;
        var late = mediator.Send(new SaveView.Command(Guid.NewGuid(), "customers", "after", "bound=no", false), Http.Token);
        block.Release.SetResult();

        Assert.True((await sent).Succeeded);
        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single((await late).Errors).Kind);
    }

    /// <summary>Sends both while the lane is busy, so that one batch has them.</summary>
    private Task<(Result<TTaken>, Result<TLate>)> InOneBatchAsync<TTaken, TLate>(ICommand<TTaken> taking, ICommand<TLate> late, Caller by) => InOneBatchAsync(taking, late, context => context.Set(by));

    private async Task<(Result<TTaken>, Result<TLate>)> InOneBatchAsync<TTaken, TLate>(ICommand<TTaken> taking, ICommand<TLate> late, Action<CallerContext> by)
    {
        var admin = _console.As(Role.Admin);
        using var block = await _console.Lane.BlockAsync();
        var (first, second) = (_console.SendAsync(taking, admin), SendAsync(late, by));
        block.Release.SetResult();
        return (await first, await second);
    }

    private async Task<Result<T>> SendAsync<T>(ICommand<T> command, Action<CallerContext> by)
    {
        await using var scope = _console.Services.CreateAsyncScope();
        by(scope.ServiceProvider.GetRequiredService<CallerContext>());
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, Http.Token);
    }

    private async Task<SalesUser> HireAsync(string email, Role role)
    {
        SalesUser person = default!;
        await _console.Lane.RunAsync(change => person = LaneCommands.AddPerson(change, email, role));
        return person;
    }

    private static EditSalesUser.Command Demote(SalesUser person, Role to) => new(Guid.NewGuid(), person.Id, person.Version, person.Name, to);
}
