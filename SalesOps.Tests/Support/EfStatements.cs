using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SalesOps.Domain.Store.Files;

namespace SalesOps.Tests.Support;

/// <summary>What one store is asked through EF, whose SQL is made anew for each question.</summary>
internal sealed class EfStatements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly StoreFiles _files;
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public EfStatements(StoreFiles files)
    {
        _files = files;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public ConcurrentQueue<string> Run { get; } = [];

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.EntityFrameworkCore") _subscriptions.Add(listener.Subscribe(this));
    }

    /// <summary>Other tests' stores are asked meanwhile.</summary>
    public void OnNext(KeyValuePair<string, object?> happened)
    {
        if (happened.Value is CommandEventData data && happened.Key == RelationalEventId.CommandExecuting.Name && data.Command.Connection!.DataSource.StartsWith(_files.Folder, StringComparison.Ordinal))
            Run.Enqueue(data.Command.CommandText);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
