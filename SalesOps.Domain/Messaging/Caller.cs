using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

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
/// <param name="SalesUserId">The person who does it; null when none does.</param>
/// <param name="Scopes">What a program's API key opens; null for everything.</param>
/// <param name="KeyId">The API key by which a program came; null when it came otherwise.</param>
public sealed record Caller(CallerKind Kind, Guid? SalesUserId = null, Role? Role = null, IReadOnlyList<ApiScope>? Scopes = null, Guid? KeyId = null)
{
    public static readonly Caller Nobody = new(CallerKind.Nobody);
    /// <summary>A program whose key opens everything.</summary>
    public static readonly Caller Runtime = new(CallerKind.Runtime);
    public static readonly Caller System = new(CallerKind.System);

    /// <summary>A program with this key.</summary>
    public static Caller Program(ApiKey key) => Runtime with { Scopes = key.Scopes, KeyId = key.Id };

    /// <summary>This program itself, for a person who is at the door: the audit log names the person.</summary>
    public static Caller SystemFor(Guid salesUserId) => new(CallerKind.System, salesUserId);

    public static Caller Person(SalesUser user) => new(CallerKind.Person, user.Id, user.Role);

    public Actor Actor => SalesUserId is { } person ? new Actor(ActorKind.Human, person) : Actor.System;

    /// <summary>The salesperson whose rows are all the caller may see; null when the caller may see every row.</summary>
    public Guid? OnlyOwnerId => Kind switch
    {
        CallerKind.Person when Role == Model.Role.RealSalesUser => SalesUserId,
        CallerKind.Nobody => Guid.Empty,
        _ => null,
    };

    /// <summary>Whether it is a program whose key has the scope.</summary>
    public bool Has(ApiScope scope) => Kind == CallerKind.Runtime && Scopes?.Contains(scope) != false;

    /// <summary>Whether the caller may see what belongs to this salesperson.</summary>
    public bool Sees(Guid ownerId) => OnlyOwnerId is not { } owner || owner == ownerId;

    /// <summary>The key under which the caller's counters stand: everyone's, a salesperson's, or one that nothing counts for.</summary>
    public Guid CounterKey => Kind == CallerKind.Nobody ? Guid.AllBitsSet : OnlyOwnerId ?? Counter.Everyone;
}

/// <summary>Who sends, as the session says it.</summary>
/// <param name="Stamp">The account's security stamp as the session has it; null for no session.</param>
internal readonly record struct Sender(Caller Caller, string? Stamp = null)
{
    /// <summary>
    /// Who that is by this directory: a person has the role that stands there, and is nobody once disabled, or once the account's sessions were ended; a program is nobody once
    /// its key is revoked.
    /// </summary>
    public Caller In(StoreDirectory directory) => Caller.Kind != CallerKind.Person ? (Caller.KeyId is { } key && !directory.Opens(key) ? Caller.Nobody : Caller)
        : directory.SalesUsers.TryGetValue(Caller.SalesUserId!.Value, out var user) && user.IsActive
            && (Stamp is null || directory.SecurityStamps.GetValueOrDefault(user.Id) == Stamp) ? Caller.Person(user)
        : Caller.Nobody;
}

/// <summary>The caller of the present scope: a circuit, an HTTP request, a worker. Whoever opens the scope sets it.</summary>
public sealed class CallerContext(WriteLane lane)
{
    private Func<bool>? _isSignedOut;
    private Caller? _settled;

    internal Sender Sender { get; private set; } = new(Caller.Nobody);

    /// <summary>The caller as of now: a person's role is read afresh, and somebody who was disabled or signed out, or whose session was ended, is nobody from then on.</summary>
    public Caller Current => _settled ?? (_isSignedOut?.Invoke() == true ? Caller.Nobody : Sender.In(lane.Last.Directory));

    public void Set(Caller caller) => (Sender, _isSignedOut) = (new(caller), null);

    /// <summary>Sets the person with this account.</summary>
    /// <param name="stamp">The account's security stamp as the session has it; null for no session.</param>
    /// <param name="isSignedOut">Whether the session was signed out of; asked each time, so it must be quick.</param>
    public void SetPerson(Guid salesUserId, string? stamp, Func<bool>? isSignedOut = null) =>
        (Sender, _isSignedOut) = (new(new Caller(CallerKind.Person, salesUserId), stamp), isSignedOut);

    /// <summary>Sets who it is for the one command that runs in this scope, whatever was committed last.</summary>
    internal void Settle(Caller caller) => _settled = caller;
}

/// <summary>Who may send a request. This program itself always may.</summary>
public sealed class Access
{
    private readonly HashSet<Role> _roles;

    private Access(IEnumerable<Role> roles, ApiScope? scope = null) => (_roles, Scope) = ([.. roles], scope);

    /// <summary>Everybody with an account; salespeople get only their own rows.</summary>
    public static readonly Access AnyPerson = new(Enum.GetValues<Role>());
    public static readonly Access Admins = new([Role.Admin]);
    /// <summary>Those who decide reviews.</summary>
    public static readonly Access Deciders = new([Role.Supervisor, Role.Admin]);
    /// <summary>Those who move work: everybody but salespeople.</summary>
    public static readonly Access Movers = new([Role.Ops, Role.Supervisor, Role.Admin]);
    /// <summary>Those who plan absences, and see what goes to whom.</summary>
    public static readonly Access Planners = new([Role.Ops, Role.Admin]);
    /// <summary>Only this program itself.</summary>
    public static readonly Access SystemOnly = new([]);
    /// <summary>Programs that hand in messages.</summary>
    public static readonly Access MessagePrograms = new([], ApiScope.Messages);
    /// <summary>Programs that speak in conversations.</summary>
    public static readonly Access ConversationPrograms = new([], ApiScope.Conversations);
    /// <summary>Everybody with an account, and programs that read the counters.</summary>
    public static readonly Access PeopleAndCounterPrograms = new(Enum.GetValues<Role>(), ApiScope.Counters);

    /// <summary>The scope that an API key needs; null where no program may.</summary>
    public ApiScope? Scope { get; }

    public bool Allows(Caller caller) => caller.Kind switch
    {
        CallerKind.System => true,
        CallerKind.Person => _roles.Contains(caller.Role!.Value),
        _ => Scope is { } scope && caller.Has(scope),
    };

    /// <summary>Why the caller may not; null for who may.</summary>
    public Error? Refuse(Caller caller) => Allows(caller) ? null : caller.Kind switch
    {
        CallerKind.Nobody => new Error(ErrorKind.Unauthenticated, "Sign in first."),
        CallerKind.Runtime when Scope is { } scope => new Error(ErrorKind.Forbidden, $"The API key lacks the scope {scope.Code()}.", Code: "insufficient_scope"),
        _ => new Error(ErrorKind.Forbidden, "You may not do this."),
    };
}
