namespace SalesOps.Domain.Model;

/// <summary>Lets a program send messages in; made and revoked by admins, shown once, stored hashed.</summary>
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

    private ApiKey() { }

    public ApiKey(Guid id, string name, byte[] keyHash, string prefix, DateTime now)
    {
        Id = id;
        Name = name;
        KeyHash = keyHash;
        Prefix = prefix;
        CreatedAt = now;
    }
}
