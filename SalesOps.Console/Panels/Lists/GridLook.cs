using System.Text.Json;
using Microsoft.JSInterop;

namespace SalesOps.Console.Panels.Lists;

/// <summary>How one person likes a grid: hidden columns and density, kept by the browser.</summary>
internal sealed class GridLook(IJSRuntime browser, string key)
{
    private sealed record Stored(IReadOnlyList<string> Hidden, bool Compact);

    /// <summary>What the browser remembers is known.</summary>
    public bool IsRead { get; private set; }
    public IReadOnlySet<string> Hidden { get; private set; } = new HashSet<string>();
    public bool IsCompact { get; private set; }

    /// <param name="known">The columns there are: what was remembered of others is forgotten.</param>
    public async Task ReadAsync(IReadOnlyCollection<string> known)
    {
        try
        {
            var text = await browser.InvokeAsync<string?>("salesOps.remembered", key);
            if (text is not null && JsonSerializer.Deserialize<Stored>(text) is { Hidden: not null } stored)
            {
                var hidden = stored.Hidden.Where(known.Contains).ToHashSet(StringComparer.Ordinal);
                if (hidden.Count < known.Count) Hidden = hidden;
                IsCompact = stored.Compact;
            }
        }
        catch (Exception problem) when (problem is JsonException or JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without a memory the grid looks as it looks to everybody.
        }
        IsRead = true;
    }

    public Task ToggleAsync(string column)
    {
        var hidden = Hidden.ToHashSet(StringComparer.Ordinal);
        if (!hidden.Remove(column)) hidden.Add(column);
        Hidden = hidden;
        return KeepAsync();
    }

    /// <summary>Hides these columns and no other; what no grid has of them is passed over.</summary>
    public Task HideAsync(IReadOnlySet<string> columns, IReadOnlyCollection<string> known)
    {
        var hidden = known.Where(columns.Contains).ToHashSet(StringComparer.Ordinal);
        if (hidden.SetEquals(Hidden) || hidden.Count == known.Count) return Task.CompletedTask;
        Hidden = hidden;
        return KeepAsync();
    }

    public Task SetCompactAsync(bool compact)
    {
        IsCompact = compact;
        return KeepAsync();
    }

    private async Task KeepAsync()
    {
        try
        {
            await browser.InvokeVoidAsync("salesOps.remember", key, JsonSerializer.Serialize(new Stored([.. Hidden], IsCompact)));
        }
        catch (Exception problem) when (problem is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The choice lasts as long as the page.
        }
    }
}
