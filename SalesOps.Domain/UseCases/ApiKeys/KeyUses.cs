using System.Collections.Concurrent;

namespace SalesOps.Domain.UseCases.ApiKeys;

/// <summary>
/// When each API key was last used, in this process. A request only writes a number here; the store hears of it every few minutes
/// (<see cref="NoteKeyUses"/>), because a journal entry a request would double what a message costs.
/// </summary>
public sealed class KeyUses(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, long> _uses = new();

    /// <summary>The key was used just now.</summary>
    public void Note(Guid apiKeyId)
    {
        // To the second: thousands of requests write one number.
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (!_uses.TryGetValue(apiKeyId, out var last) || last < second) _uses[apiKeyId] = second;
    }

    /// <summary>UTC; null when not since this process began.</summary>
    public DateTime? LastUse(Guid apiKeyId) => _uses.TryGetValue(apiKeyId, out var second) ? DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime : null;
}
