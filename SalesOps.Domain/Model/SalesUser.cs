namespace SalesOps.Domain.Model;

/// <summary>What a person may do; see the role table in the contributor guide.</summary>
public enum Role
{
    RealSalesUser,
    Ops,
    Supervisor,
    Admin,
}

/// <summary>Whether a person may sign in and be bound to customers.</summary>
public enum UserStatus
{
    Active,
    Disabled,
}

/// <summary>真实销售人: a person with an account.</summary>
public sealed class SalesUser
{
    /// <summary>Of one whom nobody changed since they were added.</summary>
    public const int FirstVersion = 1;

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public string Email { get; private set; } = "";
    public Role Role { get; private set; }
    public UserStatus Status { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>Grows by one with every change; an edit names the version it was made from.</summary>
    public int Version { get; private set; }
    /// <summary>Since when the person says to be away; null for who says to be here. UTC. It is no edit of the person: <see cref="Version"/> stays, and whoever sets it names this one as they saw it.</summary>
    public DateTime? AwaySince { get; private set; }

    private SalesUser() { }

    public SalesUser(Guid id, string name, string email, Role role, DateTime now)
    {
        Id = id;
        Name = name;
        Email = email;
        Role = role;
        Status = UserStatus.Active;
        CreatedAt = now;
        Version = FirstVersion;
    }

    public bool IsActive => Status == UserStatus.Active;

    /// <summary>May own AI agents and customers.</summary>
    public bool IsSalesperson => Sells(Role);

    /// <summary>May own AI agents and customers, and is here.</summary>
    public bool MaySell => IsActive && IsSalesperson;

    /// <summary>May be told when no AI agent fits: whoever is here and may bind customers. Whether they are let in the directory says.</summary>
    public bool MayBeFallback => IsActive && Role != Role.RealSalesUser;

    /// <inheritdoc cref="IsSalesperson"/>
    public static bool Sells(Role role) => role is Role.RealSalesUser or Role.Admin;

    /// <summary>Ends the person's work here: no sign-in, no request.</summary>
    public void Disable() => Become(UserStatus.Disabled);

    public void Enable() => Become(UserStatus.Active);

    public void Edit(string name, string email, Role role)
    {
        (Name, Email, Role) = (name, email, role);
        Version++;
    }

    /// <param name="since">UTC; null for who is back.</param>
    public void BeAway(DateTime? since) => AwaySince = since;

    private void Become(UserStatus status)
    {
        Status = status;
        Version++;
    }
}
