namespace SalesOps.Console.Panels.Exports;

/// <summary>A column of a file.</summary>
/// <param name="IsTime">Its values are moments.</param>
internal sealed record FileHead(string Title, bool IsTime);

/// <summary>A table that is written forwards, row by row; what is written leaves by the <see cref="Outbox"/>.</summary>
internal interface IFileRows : IDisposable
{
    /// <summary>For the response: its media type.</summary>
    string MediaType { get; }

    /// <summary>The titles; called once, first.</summary>
    void Head(IReadOnlyList<FileHead> columns);

    /// <summary>A row: texts, numbers, moments (UTC) and nulls, one for each column.</summary>
    void Row(IEnumerable<object?> values);

    /// <summary>Called last: what is not ended is no whole file.</summary>
    void End();
}
