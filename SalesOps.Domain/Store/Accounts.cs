using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>How a <see cref="SalesUser"/> signs in; carries that person's id. Read and written for ASP.NET Core Identity.</summary>
public sealed class Account
{
    /// <summary>The <see cref="SalesUser"/>'s id.</summary>
    public Guid Id { get; init; }
    public string Email { get; set; } = "";
    /// <summary>The e-mail address in upper case, unique.</summary>
    public string NormalizedEmail { get; set; } = "";
    [Secret] public string? PasswordHash { get; set; }
    /// <summary>Changes whenever sessions must end: a new password, a new role, disabling.</summary>
    [Secret] public string SecurityStamp { get; set; } = "";
    /// <summary>Failed sign-ins since the last good one.</summary>
    public int AccessFailedCount { get; set; }
    /// <summary>UTC; null when not locked out. Far away for who was suspended.</summary>
    public DateTime? LockoutEndsAt { get; set; }
    /// <summary>UTC; null before the first.</summary>
    public DateTime? LastSignInAt { get; set; }

    private static readonly DateTime Forever = new(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>An admin lets the person in no more, until an admin does again.</summary>
    public bool IsSuspended => LockoutEndsAt >= Forever;

    public void Suspend()
    {
        LockoutEndsAt = Forever;
        EndSessions();
    }

    public void Resume() => LockoutEndsAt = null;

    /// <summary>The person signs in with another address from now on.</summary>
    public void Rename(string email) => (Email, NormalizedEmail) = (email, email.ToUpperInvariant());

    public Account Copy() => (Account)MemberwiseClone();

    /// <summary>Ends every session that was begun.</summary>
    public void EndSessions() => SecurityStamp = Guid.NewGuid().ToString("N");
}

/// <summary>A one-time link with which a person chooses a password.</summary>
public sealed class Invitation
{
    public Guid Id { get; init; }
    /// <summary>The person invited; null for the link that makes the first administrator.</summary>
    public Guid? SalesUserId { get; init; }
    /// <summary>SHA-256 of the token in the link.</summary>
    [Secret] public byte[] TokenHash { get; init; } = [];
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }
    /// <summary>UTC.</summary>
    public DateTime ExpiresAt { get; set; }
    /// <summary>UTC; null while unused.</summary>
    public DateTime? UsedAt { get; set; }
}
