using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace SalesOps.Console.Live;

/// <summary>
/// Lets go of the JSON metadata that each circuit makes for its first script calls and hardly needs again: about 57 KB a circuit
/// (dotnet/aspnetcore keeps options per circuit, so nothing is shared). What is asked for later is made anew. Does nothing where the
/// framework has no such members.
/// </summary>
internal sealed class CircuitDiet(IJSRuntime script) : CircuitHandler
{
    private static readonly TimeSpan AfterTheFirstCalls = TimeSpan.FromSeconds(2);
    private static readonly PropertyInfo? Options = typeof(JSRuntime).GetProperty("JsonSerializerOptions", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly MethodInfo? ClearCaches = typeof(JsonSerializerOptions).GetMethod("ClearCaches", BindingFlags.Instance | BindingFlags.NonPublic);

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (Options?.GetValue(script) is JsonSerializerOptions options && ClearCaches is not null) _ = ClearAsync(options, ClearCaches);
        return Task.CompletedTask;
    }

    private static async Task ClearAsync(JsonSerializerOptions options, MethodInfo clear)
    {
        await Task.Delay(AfterTheFirstCalls);
        clear.Invoke(options, null);
    }
}
