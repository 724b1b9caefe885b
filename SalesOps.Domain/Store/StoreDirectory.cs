using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Domain.Store;

/// <summary>
/// The store's small tables (people, AI agents, absences, API keys, accounts' stamps, policy changes, versions of the playbook, settings) as one immutable snapshot: every command and every guard asks them,
/// and they change a few times a day. The lane replaces it in the same commit that changes them.
/// </summary>
public sealed class StoreDirectory
{
    private readonly HashSet<Guid> _suspended;
    private readonly HashSet<Guid> _withPassword;
    private readonly HashSet<Guid> _openKeys;

    private StoreDirectory(List<SalesUser> users, List<AiAgent> agents, List<Absence> absences, List<ApiKey> keys, List<Account> accounts, PolicyChanges policy, PlaybookVersions playbooks,
        ConsoleSettings settings)
    {
        SalesUsers = users.ToDictionary(u => u.Id);
        AiAgents = agents.ToDictionary(a => a.Id);
        Absences = absences;
        ApiKeys = keys;
        _openKeys = [.. keys.Where(k => k.RevokedAt is null).Select(k => k.Id)];
        SecurityStamps = accounts.ToDictionary(a => a.Id, a => a.SecurityStamp);
        _suspended = [.. accounts.Where(a => a.IsSuspended).Select(a => a.Id)];
        _withPassword = [.. accounts.Where(a => a.PasswordHash is not null).Select(a => a.Id)];
        Policy = policy;
        Playbooks = playbooks;
        Settings = settings;
        FallbackOwner = settings.FallbackOwnerId is { } id && SalesUsers.TryGetValue(id, out var person) && person.MayBeFallback && MayWork(id) ? person : null;
    }

    public IReadOnlyDictionary<Guid, SalesUser> SalesUsers { get; }
    public IReadOnlyDictionary<Guid, AiAgent> AiAgents { get; }
    /// <summary>Those that last or are to come, the first first.</summary>
    public IReadOnlyList<Absence> Absences { get; }
    public IReadOnlyList<ApiKey> ApiKeys { get; }
    /// <summary>Of each person's account: a session that carries another has ended.</summary>
    public IReadOnlyDictionary<Guid, string> SecurityStamps { get; }
    /// <summary>What people set of the review policy.</summary>
    public PolicyChanges Policy { get; }
    /// <summary>The playbook that holds, and those that did.</summary>
    public PlaybookVersions Playbooks { get; }
    /// <summary>What admins set for everybody.</summary>
    public ConsoleSettings Settings { get; }
    /// <summary>Who is told when no AI agent fits; null when nobody is named, or the person cannot work or became a salesperson.</summary>
    public SalesUser? FallbackOwner { get; }

    /// <summary>An admin lets the person in no more.</summary>
    public bool IsSuspended(Guid salesUserId) => _suspended.Contains(salesUserId);

    /// <summary>The API key is there, and not revoked.</summary>
    public bool Opens(Guid apiKeyId) => _openKeys.Contains(apiKeyId);

    /// <summary>The person took up the invitation, and can sign in while nothing else forbids it.</summary>
    public bool HasPassword(Guid salesUserId) => _withPassword.Contains(salesUserId);

    /// <summary>Whether the person can work at all: is here, and is let in. Whoever cannot gets nothing that a command gives away, but what an undo gives back. Whether they ever signed in is not asked.</summary>
    public bool MayWork(Guid salesUserId) => SalesUsers.TryGetValue(salesUserId, out var person) && person.IsActive && !IsSuspended(salesUserId);

    /// <summary>Whether the person can be proposed for what somebody else had: can work, is neither on leave nor away, and has a password, where anybody has one.</summary>
    /// <param name="at">UTC.</param>
    public bool IsAtWork(Guid salesUserId, DateTime at) =>
        MayWork(salesUserId) && AttendanceOf(salesUserId, OnLeaveAt(at)) == Attendance.Here && (HasPassword(salesUserId) || _withPassword.Count == 0);

    /// <summary>Whether the person sees to new work.</summary>
    /// <param name="onLeave">See <see cref="OnLeaveAt"/>.</param>
    public Attendance AttendanceOf(Guid salesUserId, IReadOnlySet<Guid> onLeave) =>
        IsSuspended(salesUserId) ? Attendance.Suspended : onLeave.Contains(salesUserId) ? Attendance.OnLeave
        : SalesUsers.TryGetValue(salesUserId, out var person) && person.AwaySince is not null ? Attendance.Away : Attendance.Here;

    /// <summary>Who is on leave then.</summary>
    /// <param name="at">UTC.</param>
    public IReadOnlySet<Guid> OnLeaveAt(DateTime at) => Absences.Count == 0 ? FrozenSet<Guid>.Empty : Absences.Where(a => a.Covers(at)).Select(a => a.SalesUserId).ToHashSet();

    /// <summary>Who acts for the person then; null when nobody. Nobody stands in who cannot work.</summary>
    /// <param name="at">UTC.</param>
    /// <param name="may">Who can act at all.</param>
    public Guid? ActingFor(Guid personId, DateTime at, Func<SalesUser, bool> may) =>
        StandIns.Resolve(personId, at, Absences, id => SalesUsers.TryGetValue(id, out var person) && may(person) && (id == personId || MayWork(id)));

    /// <summary>Who is told then when no AI agent fits: the <see cref="FallbackOwner"/>, or while they are away who acts for them, if that one may.</summary>
    /// <param name="at">UTC.</param>
    public SalesUser? FallbackAt(DateTime at) => FallbackOwner is { } named ? SalesUsers[ActingFor(named.Id, at, person => person.MayBeFallback) ?? named.Id] : null;

    /// <summary>The person's name; null for null and for somebody unknown.</summary>
    public string? NameOfUser(Guid? id) => id is { } known && SalesUsers.TryGetValue(known, out var user) ? user.Name : null;

    /// <summary>The AI agent's name; null for null and for one unknown.</summary>
    public string? NameOfAgent(Guid? id) => id is { } known && AiAgents.TryGetValue(known, out var agent) ? agent.Name : null;

    /// <summary>The tables the snapshot is made of.</summary>
    internal static bool Holds(Type type) => type == typeof(SalesUser) || type == typeof(AiAgent) || type == typeof(Absence) || type == typeof(ApiKey) || type == typeof(Account)
        || type == typeof(PolicyChange) || type == typeof(PlaybookVersion) || type == typeof(SettingChange);

    internal static StoreDirectory Read(SalesOpsDb store) => new(
        [.. store.SalesUsers.AsNoTracking()], [.. store.AiAgents.AsNoTracking()], [.. store.Absences.AsNoTracking().Where(a => a.EndedAt == null).OrderBy(a => a.From)], [.. store.ApiKeys.AsNoTracking()],
        [.. store.Accounts.AsNoTracking()],
        new PolicyChanges(store.PolicyChanges.AsNoTracking()),
        new PlaybookVersions(store.PlaybookVersions.AsNoTracking()),
        new ConsoleSettings(store.SettingChanges.AsNoTracking()));
}
