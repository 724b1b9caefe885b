using System.Collections;

namespace SalesOps.Domain.UseCases;

/// <summary>The keys of all rows of a list, as they are kept for as long as an export lasts: sixteen bytes each, and no object.</summary>
internal sealed class KeyList : IReadOnlyList<object>
{
    /// <summary>Small enough for parts that the runtime moves and gives back like any other object.</summary>
    private const int Part = 4096;

    private readonly List<Array> _parts = [];

    public int Count { get; private set; }

    public object this[int index] => index < Count ? _parts[index / Part].GetValue(index % Part)! : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Adds one more, of the same type as those before.</summary>
    public void Add(object key)
    {
        if (Count % Part == 0) _parts.Add(Array.CreateInstance(key.GetType(), Part));
        _parts[^1].SetValue(key, Count++ % Part);
    }

    public IEnumerator<object> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
