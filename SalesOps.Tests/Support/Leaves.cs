using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;

namespace SalesOps.Tests.Support;

/// <summary>People who go away and come back.</summary>
internal static class Leaves
{
    public static DateTime Now(this TestConsole console) => console.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Plans that the person is away.</summary>
    /// <param name="from">In how many days.</param>
    /// <param name="until">In how many days.</param>
    public static Task<Result<PlanAbsence.Answer>> PlanAsync(this TestConsole console, Guid person, Guid standIn, double from = 0, double until = 5, PlanAbsence.Seen? changes = null) =>
        console.SendAsync(new PlanAbsence.Command(Guid.NewGuid(), person, console.Now().AddDays(from), console.Now().AddDays(until), standIn, changes), console.Admin());

    /// <summary>Plans it and does at once what it asks for.</summary>
    public static async Task<Result<PlanAbsence.Answer>> LeaveAsync(this TestConsole console, Guid person, Guid standIn, double until = 5)
    {
        var planned = await console.PlanAsync(person, standIn, until: until);
        Assert.True(planned.Succeeded, planned.Succeeded ? "" : planned.Errors[0].Message);
        await console.FollowAsync();
        return planned;
    }

    public static Task<Result<EndAbsence.Answer>> EndAsync(this TestConsole console, Guid absence, int version) =>
        console.SendAsync(new EndAbsence.Command(Guid.NewGuid(), absence, version), console.Admin());

    public static Task<Result<UndoAbsence.Answer>> UndoAsync(this TestConsole console, Guid absence, int version, Caller? by = null) =>
        console.SendAsync(new UndoAbsence.Command(Guid.NewGuid(), absence, version), by ?? console.Admin());

    /// <summary>Does all that absences ask for.</summary>
    public static async Task FollowAsync(this TestConsole console)
    {
        for (var i = 0; (await console.SendAsync(new FollowAbsences.Command(Guid.NewGuid()))).Succeeded; i++) Assert.True(i < 100, "It goes back and forth for ever.");
    }

    /// <summary>Lets days pass, and does what is to be done then.</summary>
    public static Task PassAsync(this TestConsole console, double days)
    {
        console.Clock.Advance(TimeSpan.FromDays(days));
        return console.FollowAsync();
    }

    /// <summary>A salesperson more.</summary>
    public static async Task<SalesUser> HireAsync(this TestConsole console, string name, Role role = Role.RealSalesUser)
    {
        SalesUser person = default!;
        await console.Lane.RunAsync(change => person = LaneCommands.AddPerson(change, $"{name}@example.com", role));
        return person;
    }
}
