using MediatR;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Exports;

/// <summary>A column of a list's file.</summary>
/// <param name="Key">The grid's column that it belongs to, with which it is hidden; null for what is always there.</param>
/// <param name="Title">In the page's language.</param>
/// <param name="Value">A text, a number, a moment (UTC) or null.</param>
internal sealed record FileColumn<TRow>(string? Key, Func<string> Title, Func<TRow, object?> Value, bool IsTime = false);

/// <summary>A list of the page as a file: the rows that its grid shows, read by the same query.</summary>
/// <param name="Code">Its section.</param>
internal abstract record ListFile(string Code)
{
    /// <summary>The query that the grid sends.</summary>
    public abstract Type Query { get; }

    /// <summary>The grid's columns that the file knows.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>The keys of the rows that are asked for.</summary>
    public abstract Task<Result<IReadOnlyList<object>>> FindAsync(IMediator mediator, GridRequest asked, CancellationToken cancellationToken);

    /// <summary>Writes the rows with these keys into the file, and after every few calls <paramref name="send"/> with how many there are so far.</summary>
    /// <param name="shown">The grid's columns that are wanted; null for all.</param>
    public abstract Task WriteAsync(IMediator mediator, GridRequest asked, IReadOnlyList<object> keys, IReadOnlySet<string>? shown, IFileRows file, Func<int, Task> send, CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <param name="Ask">Makes the query.</param>
internal sealed record ListFile<TRow>(string Code, Func<GridRequest, IRequest<Result<Page<TRow>>>> Ask, IReadOnlyList<FileColumn<TRow>> Columns) : ListFile(Code)
{
    public override Type Query => Ask(new GridRequest()).GetType();

    public override IEnumerable<string> Keys => Columns.Select(c => c.Key).OfType<string>().Distinct();

    public override async Task<Result<IReadOnlyList<object>>> FindAsync(IMediator mediator, GridRequest asked, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(Ask(asked with { OnlyKeys = true }), cancellationToken);
        return page.Succeeded ? Result<IReadOnlyList<object>>.Of(page.Value.Keys!) : Result<IReadOnlyList<object>>.Fail(page.Errors);
    }

    public override async Task WriteAsync(IMediator mediator, GridRequest asked, IReadOnlyList<object> keys, IReadOnlySet<string>? shown, IFileRows file, Func<int, Task> send,
        CancellationToken cancellationToken)
    {
        var columns = Columns.Where(c => c.Key is null || shown is null || shown.Contains(c.Key)).ToList();
        file.Head([.. columns.Select(c => new FileHead(c.Title(), c.IsTime))]);
        var written = 0;
        foreach (var some in keys.Chunk(GridKeys.AtOnce))
        {
            var page = await mediator.Send(Ask(asked with { Keys = some }), cancellationToken);
            // Who was disabled meanwhile reads no further.
            if (!page.Succeeded) throw new InvalidOperationException(page.Errors[0].Message);
            foreach (var row in page.Value.Rows) file.Row(columns.Select(c => c.Value(row)));
            await send(written += page.Value.Rows.Count);
        }
        file.End();
        await send(written);
    }
}

/// <summary>Columns in short.</summary>
internal static class FileColumns
{
    public static FileColumn<TRow>[] One<TRow>(string? key, Func<string> title, Func<TRow, object?> value) => [new(key, title, value)];

    public static FileColumn<TRow>[] Time<TRow>(string? key, Func<string> title, Func<TRow, DateTime?> value) => [new(key, title, row => value(row), IsTime: true)];

    /// <summary>A code as it stands on the page, and beside it what it is called in the reader's language.</summary>
    public static FileColumn<TRow>[] Code<TRow>(string? key, Func<string> title, string labels, Func<TRow, string?> code) =>
        [new(key, title, code), new(key, () => Text.ExportLabel.With(title()), row => code(row) is { } value ? Labels.For(labels, value) : null)];
}
