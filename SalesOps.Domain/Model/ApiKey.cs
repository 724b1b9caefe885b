namespace SalesOps.Domain.Model;

/// <summary>What a program may do with an API key.</summary>
public enum ApiScope
{
    /// <summary>Hands in customers' messages.</summary>
    Messages,
    /// <summary>Reads conversations, and files what the AI replied.</summary>
    Conversations,
    /// <summary>Reads the counters.</summary>
    Counters,
}

/// <summary>Lets a program in, as far as its scopes go; made and revoked by admins, shown once, stored hashed.</summary>
public sealed class ApiKey
{
    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>SHA-256 of the key.</summary>
    [Secret] public byte[] KeyHash { get; private set; } = [];
    /// <summary>The key's first letters, to tell keys apart on screen.</summary>
    public string Prefix { get; private set; } = "";
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>UTC; null while it works.</summary>
    public DateTime? RevokedAt { get; private set; }
    /// <summary>When it was last used, noted every few minutes; UTC; null when never.</summary>
    public DateTime? LastUsedAt { get; private set; }
    /// <summary>What it opens; null for a key from before there were scopes, which opens everything.</summary>
    public IReadOnlyList<ApiScope>? Scopes { get; private set; }

    private ApiKey() { }

    public ApiKey(Guid id, string name, byte[] keyHash, string prefix, IReadOnlyList<ApiScope> scopes, DateTime now)
    {
        Id = id;
        Name = name;
        KeyHash = keyHash;
        Prefix = prefix;
        Scopes = scopes;
        CreatedAt = now;
    }

    /// <summary>It opens nothing any more.</summary>
    public void Revoke(DateTime now) => RevokedAt = now;

    /// <summary>It opens again what it opened.</summary>
    public void Restore() => RevokedAt = null;

    public void Used(DateTime at)
    {
        if (LastUsedAt is not { } last || at > last) LastUsedAt = at;
    }
}
