using SalesOps.Domain.Store.Rows;

namespace SalesOps.Tests.Store;

/// <summary>Ids that sort by their time and that nobody can guess.</summary>
public sealed class TimeIdsTests
{
    private static readonly DateTime Now = new(2026, 6, 3, 4, 5, 6, 789, DateTimeKind.Utc);

    [Fact]
    public void New_IsOfVersion7_AndOfItsMillisecond()
    {
        var id = TimeIds.New(Now);
        Assert.Equal((7, 0x8), (id.Version, id.Variant & 0xC));
        Assert.Equal(TimeIds.First(Now)[..6], id.ToByteArray(bigEndian: true)[..6]);
        Assert.Equal(Guid.CreateVersion7(new DateTimeOffset(Now)).ToString()[..13], id.ToString()[..13]);
    }

    [Fact]
    public void New_ManyOnSeveralThreads_AreAllDifferent()
    {
        var ids = new Guid[4][];
        Parallel.For(0, ids.Length, i => ids[i] = [.. Enumerable.Range(0, 50_000).Select(_ => TimeIds.New(Now))]);
        Assert.Equal(200_000, ids.SelectMany(some => some).ToHashSet().Count);
        // Each of the 74 random bits is set in about half of them.
        var bits = new int[128];
        foreach (var bytes in ids[0].Select(id => id.ToByteArray(bigEndian: true)))
            for (var i = 0; i < 128; i++) bits[i] += (bytes[i / 8] >> (7 - i % 8)) & 1;
        foreach (var i in Enumerable.Range(52, 76).Where(i => i is not (64 or 65))) Assert.InRange(bits[i], 24_000, 26_000);
    }
}
