using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace SalesOps.Console.Shell;

/// <summary>
/// Lets each event of a browser through once. The browser numbers what it tells the page (Blazor's call id, which only grows), so a connection that
/// stutters, or is made to, repeats the number: what was heard before is dropped before any component sees it, however late it comes.
/// A person who clicks twice tells two events; those are the browser's and the commands' to hold apart.
/// </summary>
internal sealed class HeardOnce : IHubFilter
{
    private const string Told = "BeginInvokeDotNetFromJS";

    /// <summary>A connection's calls are carried out one after the other, so its number needs no lock.</summary>
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocation.HubMethodName != Told || invocation.HubMethodArguments is not [string said, ..] || !long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return next(invocation);
        var heard = invocation.Context.Items.TryGetValue(this, out var last) ? (long)last! : -1;
        if (number <= heard) return default;
        invocation.Context.Items[this] = number;
        return next(invocation);
    }
}
