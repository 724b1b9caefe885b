using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Console.Live;

/// <summary>What the console does by itself.</summary>
internal static class Workers
{
    /// <summary>Adds them in the order in which they start. Not by <c>AddHostedService</c>, which leaves out a second one of the same type: whose command has the same answer.</summary>
    public static void AddWorkers(this IServiceCollection services)
    {
        services.AddSingleton<IHostedService>(WaitingCustomers);
        services.AddSingleton<IHostedService>(LeavingCustomers);
        services.AddSingleton<IHostedService>(OverdueTasks);
        services.AddSingleton<IHostedService>(UnansweredCustomers);
        services.AddSingleton<IHostedService>(AbsentPeople);
        services.AddSingleton<IHostedService>(FollowingCustomers);
        services.AddHostedService<SilentCustomers>();
        services.AddHostedService<NotedKeyUses>();
        services.AddHostedService<UnreadMessages>();
    }

    /// <summary>Binds customers who wait unbound as soon as an agent comes or gets room, or somebody begins to wait where there is some.</summary>
    public static Worker<BindWaitingCustomers.Answer> WaitingCustomers(IServiceProvider services)
    {
        var room = new RoomForWaiting(services.GetRequiredService<TimeProvider>());
        return new(services, nameof(WaitingCustomers))
        {
            OnCommit = room.MayHaveCome,
            After = room.SettleAsync,
            While = RoomForWaiting.DoesAnybodyWait,
            Send = id => new BindWaitingCustomers.Command(id),
            IsMore = answer => answer.IsMore,
            Failure = "Customers who wait could not be bound",
        };
    }

    /// <summary>Moves customers who stayed with an agent until their conversation ended, some minutes after it has.</summary>
    public static Worker<MoveLeavingCustomers.Answer> LeavingCustomers(IServiceProvider services) => new(services, nameof(LeavingCustomers))
    {
        LooksAtStart = false,
        Every = TimeSpan.FromMinutes(10),
        Send = id => new MoveLeavingCustomers.Command(id),
        Failure = "Customers whose conversation ended could not be moved",
    };

    /// <summary>Gives the fallback owner what is overdue for too long, within a minute.</summary>
    public static Worker<EscalateTasks.Answer> OverdueTasks(IServiceProvider services) => new(services, nameof(OverdueTasks))
    {
        Every = TimeSpan.FromMinutes(1),
        While = commit => commit.Directory.FallbackOwner is not null,
        Send = id => new EscalateTasks.Command(id),
        IsMore = answer => answer.IsMore,
        Failure = "Overdue tasks could not be handed on",
    };

    /// <summary>Gives customers whom nobody answered for too long to another salesperson, within a minute, while the settings say after how long.</summary>
    public static Worker<MoveUnansweredCustomers.Answer> UnansweredCustomers(IServiceProvider services) => new(services, nameof(UnansweredCustomers))
    {
        Every = TimeSpan.FromMinutes(1),
        While = commit => commit.Directory.Settings.SilentTime is not null,
        Send = id => new MoveUnansweredCustomers.Command(id),
        IsMore = answer => answer.IsMore,
        Failure = "Customers whom nobody answered could not be given to another salesperson",
    };

    /// <summary>Lends what belongs to people who are away, and brings it home, as soon as somebody plans something and within half a minute of when it is time.</summary>
    public static Worker<FollowAbsences.Answer> AbsentPeople(IServiceProvider services) => new(services, nameof(AbsentPeople))
    {
        OnCommit = commit => commit.Changed.Contains(typeof(Absence)) || commit.Changed.Contains(typeof(AiAgent)) || commit.Changed.Contains(typeof(SalesUser)),
        Every = TimeSpan.FromSeconds(30),
        While = commit => commit.Directory.Absences.Count > 0 || commit.Directory.AiAgents.Values.Any(a => a.HomeOwnerId is not null),
        Send = id => new FollowAbsences.Command(id),
        Failure = "What absences ask for could not be done",
    };

    /// <summary>Sends customers after an edit of their agent, some at a time, as soon as one was saved or undone that has too many for one command; also one that a restart cut.</summary>
    public static Worker<FollowAgentEdits.Answer> FollowingCustomers(IServiceProvider services) => new(services, nameof(FollowingCustomers))
    {
        // Whatever is committed meanwhile is as good a moment to go on after a failure as any.
        OnCommit = IsAnybodyOnTheWay,
        While = IsAnybodyOnTheWay,
        Send = id => new FollowAgentEdits.Command(id),
        Failure = "Customers who follow an edit of their agent could not be sent",
    };

    private static bool IsAnybodyOnTheWay(Commit commit) => commit.Directory.AiAgents.Values.Any(a => a.PendingEditId is not null);
}
