using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>Plans, ends, takes back and follows absences in any order.</summary>
internal sealed class DailyAbsences(TestConsole console)
{
    private static readonly int[] Begins = [0, 0, 3, 60], Lasts = [5, 600, 8000, 20_000];
    private (Guid Id, int Version) _last;

    /// <summary>Somebody is away from now on or soon, or is away otherwise than was said.</summary>
    public async Task PlanAsync(IReadOnlyList<Guid> people, int who, int which, Caller by)
    {
        var (person, standIn) = (people[who % people.Count], people[which % people.Count]);
        var planned = console.Lane.Last.Directory.Absences.FirstOrDefault(a => a.SalesUserId == person);
        var from = planned?.From ?? Now.AddSeconds(Begins[which / 4 % 4]);
        var answer = await console.SendAsync(new PlanAbsence.Command(Guid.NewGuid(), person, from, Now.AddSeconds(Lasts[which / 2 % 4] + 60), standIn,
            planned is null ? null : new PlanAbsence.Seen(planned.Id, planned.Version)), by);
        if (answer.Succeeded) _last = (answer.Value.AbsenceId, answer.Value.Version);
    }

    public async Task EndAsync(int which, Caller by)
    {
        if (console.Lane.Last.Directory.Absences is not { Count: > 0 } all) return;
        var absence = all[which % all.Count];
        var answer = await console.SendAsync(new EndAbsence.Command(Guid.NewGuid(), absence.Id, absence.Version), by);
        if (answer.Succeeded) _last = (answer.Value.AbsenceId, answer.Value.Version);
    }

    public Task UndoAsync(Caller by) => console.SendAsync(new UndoAbsence.Command(Guid.NewGuid(), _last.Id, _last.Version), by);

    /// <summary>Does the next thing, or all there is to do; after that every agent is with who acts, or has customers on the way.</summary>
    public async Task FollowAsync(bool isAll)
    {
        var steps = 0;
        while ((await console.SendAsync(new FollowAbsences.Command(Guid.NewGuid()))).Succeeded && isAll) Assert.True(++steps < 100, "It goes back and forth for ever.");
        if (!isAll) return;
        var directory = console.Lane.Last.Directory;
        foreach (var agent in directory.AiAgents.Values.Where(a => a.PendingEditId is null && (a.Status != AgentStatus.Disabled || a.HomeOwnerId is not null)))
            Assert.Equal(agent.OwnerId, directory.ActingFor(agent.HomeId, Now, person => person is { IsActive: true, IsSalesperson: true }) ?? agent.OwnerId);
    }

    private DateTime Now => console.Clock.GetUtcNow().UtcDateTime;
}
