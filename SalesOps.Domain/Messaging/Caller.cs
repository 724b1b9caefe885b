using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.Messaging;

public enum CallerKind
{
    Nobody,
    Person,
    /// <summary>A program with an API key: the AI runtime.</summary>
    Runtime,
    /// <summary>This program itself: sign-in, workers, the command line.</summary>
    System,
}

/// <summary>Who sends a request.</summary>
/// <param name="SalesUserId">The person; null for others.</param>
public sealed record Caller(CallerKind Kind, Guid? SalesUserId = null, Role? Role = null)
{
    public static readonly Caller Nobody = new(CallerKind.Nobody);
    public static readonly Caller Runtime = new(CallerKind.Runtime);
    public static readonly Caller System = new(CallerKind.System);

    public static Caller Person(SalesUser user) => new(CallerKind.Person, user.Id, user.Role);

    public Actor Actor => Kind == CallerKind.Person ? new Actor(ActorKind.Human, SalesUserId) : Actor.System;

    /// <summary>The salesperson whose rows are all the caller may see; null when the caller may see every row.</summary>
    public Guid? OnlyOwnerId => Kind switch
    {
        CallerKind.Person when Role == Model.Role.RealSalesUser => SalesUserId,
        CallerKind.Nobody => Guid.Empty,
        _ => null,
    };

    /// <summary>Whether the caller may see what belongs to this salesperson.</summary>
    public bool Sees(Guid ownerId) => OnlyOwnerId is not { } owner || owner == ownerId;

    /// <summary>The key under which the caller's counters stand: everyone's, a salesperson's, or one that nothing counts for.</summary>
    public Guid CounterKey => Kind == CallerKind.Nobody ? Guid.AllBitsSet : OnlyOwnerId ?? Counter.Everyone;
}

/// <summary>The caller of the present scope: a circuit, an HTTP request, a worker. Whoever opens the scope sets it.</summary>
public sealed class CallerContext(WriteLane lane)
{
    private Caller _caller = Caller.Nobody;

    /// <summary>The caller as of now: a person's role is read afresh, and somebody disabled meanwhile is nobody.</summary>
    public Caller Current => _caller.Kind != CallerKind.Person ? _caller
        : lane.Last.Directory.SalesUsers.TryGetValue(_caller.SalesUserId!.Value, out var user) && user.IsActive ? Caller.Person(user)
        : Caller.Nobody;

    public void Set(Caller caller) => _caller = caller;

    /// <summary>Sets the person with this account.</summary>
    public void SetPerson(Guid salesUserId) => _caller = new Caller(CallerKind.Person, salesUserId);
}

/// <summary>Who may send a request.</summary>
public sealed class Access
{
    private readonly HashSet<Role> _roles = [];
    private readonly HashSet<CallerKind> _kinds = [CallerKind.System];

    private Access(IEnumerable<Role> roles, IEnumerable<CallerKind> kinds)
    {
        _roles.UnionWith(roles);
        _kinds.UnionWith(kinds);
    }

    /// <summary>Everybody with an account; salespeople get only their own rows.</summary>
    public static readonly Access AnyPerson = new(Enum.GetValues<Role>(), []);
    public static readonly Access Admins = new([Role.Admin], []);
    /// <summary>Those who decide reviews.</summary>
    public static readonly Access Deciders = new([Role.Supervisor, Role.Admin], []);
    /// <summary>Those who move work: everybody but salespeople.</summary>
    public static readonly Access Movers = new([Role.Ops, Role.Supervisor, Role.Admin], []);
    /// <summary>Only this program itself.</summary>
    public static readonly Access SystemOnly = new([], []);
    /// <summary>Programs with an API key.</summary>
    public static readonly Access Runtimes = new([], [CallerKind.Runtime]);
    /// <summary>Everybody with an account, and programs with an API key.</summary>
    public static readonly Access PeopleAndRuntimes = new(Enum.GetValues<Role>(), [CallerKind.Runtime]);

    public static Access Roles(params Role[] roles) => new(roles, []);

    public bool Allows(Caller caller) => caller.Kind == CallerKind.Person ? _roles.Contains(caller.Role!.Value) : _kinds.Contains(caller.Kind);
}
