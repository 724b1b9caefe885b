using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Live;

/// <summary>
/// Makes one render batch of a frame's refreshes: what asks to be rendered while a batch is being made goes into that batch.
/// So the counters and the status line change in the same paint, and the browser acknowledges one message a frame.
/// </summary>
public sealed class LiveFrame : IComponent, IDisposable
{
    private RenderHandle _handle;

    [Inject] private LiveCircuit Live { get; set; } = default!;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        Live.Gather = refreshes => _handle.Render(_ => refreshes());
        return Task.CompletedTask;
    }

    public void Dispose() => Live.Gather = static refreshes => refreshes();
}
