using Microsoft.EntityFrameworkCore;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Absences;

/// <summary>Absences are planned, changed, ended and taken back; what goes with no agent goes to the stand-in and stays there.</summary>
public sealed class AbsenceTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;
    private Guid Trojan => _console.Admin().SalesUserId!.Value;
    private Guid Ops => _console.As(Role.Ops).SalesUserId!.Value;
    private Guid Supervisor => _console.Supervisor().SalesUserId!.Value;

    [Fact]
    public async Task Plan_WrongPersonsOrTimes_IsRefusedAtTheField()
    {
        Assert.True((await _console.PlanAsync(Sales, Trojan, from: 2, until: 4)).Succeeded);
        Assert.Equal(("standInId", "choose"), Wrong(await _console.PlanAsync(Sales, Ops, from: 5, until: 6)));
        Assert.Equal(("standInId", "choose"), Wrong(await _console.PlanAsync(Sales, Sales, from: 5, until: 6)));
        Assert.Equal(("from", "away_already"), Wrong(await _console.PlanAsync(Sales, Trojan, from: 3, until: 6)));
        Assert.Equal(("from", "past"), Wrong(await _console.PlanAsync(Ops, Trojan, from: -1)));
        Assert.Equal(("from", "within_year"), Wrong(await _console.PlanAsync(Ops, Trojan, from: 400, until: 401)));
        Assert.Equal(("until", "after"), Wrong(await _console.PlanAsync(Ops, Trojan, from: 5, until: 5)));
        Assert.Equal(("until", "after"), Wrong(await _console.PlanAsync(Ops, Trojan, from: 5, until: 372)));
        Assert.Contains("within_year", (await _console.SendAsync(new PlanAbsence.Command(Guid.NewGuid(), Ops, DateTime.MaxValue.AddDays(-1), DateTime.MaxValue, Trojan), _console.Admin())).Errors.Select(e => e.Code));
        // One ends where the next begins, and another's stand-in may be anybody.
        Assert.True((await _console.PlanAsync(Sales, Trojan, from: 4, until: 6)).Succeeded);
        Assert.True((await _console.PlanAsync(Ops, Sales, from: 7, until: 8)).Succeeded);
    }

    [Fact]
    public async Task Plan_InACircle_IsRefused_WhereTheyMeetInTime()
    {
        Assert.True((await _console.PlanAsync(Sales, Trojan, from: 2, until: 4)).Succeeded);
        Assert.Equal(("standInId", "nobody_acts"), Wrong(await _console.PlanAsync(Trojan, Sales, from: 3, until: 6)));
        Assert.True((await _console.PlanAsync(Trojan, Sales, from: 4, until: 6)).Succeeded);
        var binh = (await _console.HireAsync("binh")).Id;
        Assert.True((await _console.PlanAsync(binh, Sales, from: 2, until: 6)).Succeeded);
    }

    [Fact]
    public async Task Change_OfARunningOne_KeepsItsBeginning_AndExtendsWithoutAWayHome()
    {
        var planned = await _console.LeaveAsync(Sales, Trojan, until: 2);
        var began = _console.Now();
        _console.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ErrorKind.Stale, ErrorOf(await _console.PlanAsync(Sales, Trojan, until: 4, changes: new(planned.Value.AbsenceId, 7))).Kind);
        var changed = await _console.PlanAsync(Sales, Trojan, until: 4, changes: new(planned.Value.AbsenceId, planned.Value.Version));
        Assert.True(changed.Succeeded);
        Assert.Equal((began, _console.Now().AddDays(4)), Row(planned) is var row ? (row.From, row.Until) : default);
        await _console.PassAsync(2);
        Assert.Equal(Trojan, _console.Agent("AI Sales A").OwnerId);
        await using var store = _console.Read();
        Assert.DoesNotContain(store.Assignments, a => a.Reason == "owner_back");

        var undone = await _console.UndoAsync(planned.Value.AbsenceId, changed.Value.Version);
        Assert.Equal("final", ErrorOf(undone).Code);
        await _console.PassAsync(3);
        Assert.Equal("absence_over", ErrorOf(await _console.PlanAsync(Sales, Trojan, until: 4, changes: new(planned.Value.AbsenceId, changed.Value.Version))).Code);
        Assert.Equal("absence_over", ErrorOf(await _console.EndAsync(planned.Value.AbsenceId, changed.Value.Version)).Code);
    }

    [Fact]
    public async Task Undo_OfPlan_Change_AndEnd_IsAsItWasBefore()
    {
        var planned = await _console.LeaveAsync(Sales, Trojan);
        var other = (await _console.HireAsync("other", Role.Admin)).Id;
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.UndoAsync(planned.Value.AbsenceId, planned.Value.Version, Caller.Person(_console.Lane.Last.Directory.SalesUsers[other]))).Kind);
        var changed = await _console.PlanAsync(Sales, other, until: 9, changes: new(planned.Value.AbsenceId, planned.Value.Version));
        await _console.FollowAsync();
        Assert.Equal(other, _console.Agent("AI Sales A").OwnerId);
        Assert.Equal("built_on", ErrorOf(await _console.UndoAsync(planned.Value.AbsenceId, planned.Value.Version)).Code);
        var undone = await _console.UndoAsync(planned.Value.AbsenceId, changed.Value.Version);
        await _console.FollowAsync();
        Assert.True(undone.Value.Stands);
        Assert.Equal((Trojan, Trojan), (_console.Agent("AI Sales A").OwnerId, Row(planned).StandInId));
        Assert.Equal("undone", ErrorOf(await _console.UndoAsync(planned.Value.AbsenceId, Row(planned).Version)).Code);

        var ended = await _console.EndAsync(planned.Value.AbsenceId, Row(planned).Version);
        await _console.FollowAsync();
        Assert.Equal((true, Sales), (ended.Value.WasRunning, _console.Agent("AI Sales A").OwnerId));
        Assert.True((await _console.UndoAsync(planned.Value.AbsenceId, ended.Value.Version)).Value.Stands);
        await _console.FollowAsync();
        Assert.Equal(Trojan, _console.Agent("AI Sales A").OwnerId);

        var another = await _console.PlanAsync(Sales, Trojan, from: 6, until: 7);
        Assert.False((await _console.UndoAsync(another.Value.AbsenceId, another.Value.Version)).Value.Stands);
        Assert.Single(_console.Lane.Last.Directory.Absences);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_OfAnEnd_AfterWhichTheTimeWasPlannedAnew_IsRefused()
    {
        var planned = await _console.PlanAsync(Sales, Trojan, from: 2, until: 4);
        var ended = await _console.EndAsync(planned.Value.AbsenceId, planned.Value.Version);
        Assert.False(ended.Value.WasRunning);
        Assert.True((await _console.PlanAsync(Sales, Trojan, from: 3, until: 5)).Succeeded);
        Assert.Equal("built_on", ErrorOf(await _console.UndoAsync(planned.Value.AbsenceId, ended.Value.Version)).Code);
    }

    [Fact]
    public async Task Begin_WhatGoesWithNoAgent_PassesToTheStandInAndStays_AndTheUndoTakesItBack()
    {
        var talk = await HoldAsync(_console.As(Role.Ops));
        var (soon, late) = (await NoteAsync("soon", 2), await NoteAsync("late", 9));
        var seen = (await _console.SendAsync(new GetAbsences.Query(Ops, _console.Now().AddDays(5)), _console.Admin())).Value;
        Assert.Equal((1, 1, 0), (seen.Conversations, seen.Tasks, seen.Agents.Count));
        var planned = await _console.LeaveAsync(Ops, Supervisor);
        Assert.Equal((Supervisor, Supervisor, Supervisor, Ops), (HolderOf(talk), TakenOverBy(talk), OwnerOf(soon), OwnerOf(late)));
        Assert.True((await _console.UndoAsync(planned.Value.AbsenceId, planned.Value.Version)).Succeeded);
        Assert.Equal((Ops, Ops, Ops, Ops), (HolderOf(talk), TakenOverBy(talk), OwnerOf(soon), OwnerOf(late)));

        planned = await _console.LeaveAsync(Ops, Supervisor);
        await _console.PassAsync(6);
        Assert.Equal((Supervisor, Supervisor, Ops), (HolderOf(talk), OwnerOf(soon), OwnerOf(late)));
        _console.AssertSound();
    }

    [Fact]
    public async Task Begin_WhereTheStandInSeesTheirOwnAlone_WhatIsOfOthersCustomersStays()
    {
        var talk = await HoldAsync(_console.As(Role.Ops));
        var soon = await NoteAsync("soon", 2);
        var binh = await _console.HireAsync("binh");
        var seen = (await _console.SendAsync(new GetAbsences.Query(Ops, _console.Now().AddDays(5)), _console.Admin())).Value;
        Assert.Equal(((1, 1), (0, 0)), (seen.GoingTo(_console.Lane.Last.Directory.SalesUsers[Supervisor]), seen.GoingTo(binh)));
        await _console.LeaveAsync(Ops, binh.Id);
        Assert.Equal((Ops, Ops), (HolderOf(talk), OwnerOf(soon)));
        _console.AssertSound();
    }

    [Fact]
    public async Task FallbackOwnerAway_IsRepresented_ByWhoMayBeIt()
    {
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.FallbackOwner, null, Ops.ToString(), "none"), _console.Admin())).Succeeded);
        foreach (var name in (string[])["AI Sales A", "AI Sales B", "trojanAI"]) await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var planned = await _console.LeaveAsync(Ops, Sales);
        Assert.Equal(Ops, await BinderAsync("first"));
        Assert.True((await _console.PlanAsync(Ops, Supervisor, changes: new(planned.Value.AbsenceId, planned.Value.Version))).Succeeded);
        Assert.Equal(Supervisor, await BinderAsync("second"));
        await _console.PassAsync(6);
        Assert.Equal(Ops, await BinderAsync("third"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Worker_FollowsWhatIsPlanned_AndWhatWasMissedWhileNobodyLooked()
    {
        var stop = TestContext.Current.CancellationToken;
        Assert.True((await _console.PlanAsync(Sales, Trojan)).Succeeded);
        using var worker = Workers.AbsentPeople(_console.Services);
        await worker.StartAsync(stop);
        while (_console.Lane.Last.Directory.Absences.Any(a => a.BegunAt is null)) await Task.Delay(10, stop);
        Assert.Equal(Trojan, _console.Agent("AI Sales A").OwnerId);
        var absence = _console.Lane.Last.Directory.Absences.Single();
        Assert.True((await _console.EndAsync(absence.Id, absence.Version)).Succeeded);
        while (_console.Lane.Last.Directory.AiAgents.Values.Any(a => a.HomeOwnerId is not null)) await Task.Delay(10, stop);
        Assert.Equal(Sales, _console.Agent("AI Sales A").OwnerId);
        await worker.StopAsync(stop);
    }

    private static (string?, string?) Wrong<T>(Result<T> result) => (ErrorOf(result).Field, ErrorOf(result).Code);

    private Absence Row(Result<PlanAbsence.Answer> planned)
    {
        using var store = _console.Read();
        return store.Absences.AsNoTracking().Single(a => a.Id == planned.Value.AbsenceId);
    }

    /// <summary>A task of Ops about somebody else's customer.</summary>
    private async Task<Guid> NoteAsync(string note, int days)
    {
        await using var store = _console.Read();
        var customer = store.Customers.First(c => c.SalesUserId == Trojan).Id;
        return (await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), customer, TaskKind.FollowUp, Ops, _console.Now().AddDays(days), note), _console.Admin())).Value.TaskId;
    }

    private async Task<Guid> HoldAsync(Caller by)
    {
        await using var store = _console.Read();
        var held = await store.Conversations.FirstAsync(c => c.Holder == Holder.Ai, TestContext.Current.CancellationToken);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), held.Id, held.HolderVersion, "risk"), by)).Succeeded);
        return held.Id;
    }

    /// <summary>Who shall find an AI agent for somebody who writes while there is none.</summary>
    private async Task<Guid?> BinderAsync(string who)
    {
        var customer = (await _console.WriteAsync(who)).CustomerId;
        await using var store = _console.Read();
        return store.WorkTasks.Single(t => t.CustomerId == customer && t.Kind == TaskKind.BindCustomer).SalesUserId;
    }

    private Guid? HolderOf(Guid talk)
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == talk).HolderUserId;
    }

    private Guid? TakenOverBy(Guid talk)
    {
        using var store = _console.Read();
        return store.Handovers.Single(h => h.ConversationId == talk && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null).ById;
    }

    private Guid? OwnerOf(Guid task)
    {
        using var store = _console.Read();
        return store.WorkTasks.Single(t => t.Id == task).SalesUserId;
    }
}
