using SalesOps.Domain.UseCases;

namespace SalesOps.Tests.UseCases;

[Collection(Bench.Serially.Name)]
public sealed class KeyListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(10_001)]
    public void Add_KeysOfEitherType_AreThereInTheirOrder(int count)
    {
        object[][] all = [[.. Enumerable.Range(1, count).Select(i => (object)(long)i)], [.. Enumerable.Range(1, count).Select(_ => (object)Guid.NewGuid())]];
        foreach (var keys in all)
        {
            var list = new KeyList();
            foreach (var key in keys) list.Add(key);
            Assert.Equal(keys, list);
            Assert.Equal(keys.Length, list.Count);
            Assert.Equal(keys.Chunk(GridKeys.AtOnce), list.Chunk(GridKeys.AtOnce));
            if (count > 0) Assert.Equal(keys[^1], list[count - 1]);
            Assert.Throws<ArgumentOutOfRangeException>(() => list[count]);
        }
    }

    [Fact]
    public void Add_AMillionAndMore_TakesSixteenBytesEach()
    {
        const int Many = 1_200_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var list = new KeyList();
        for (var i = 0; i < Many; i++) list.Add(new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Equal(Many, list.Count);
        // What objects would take is more than twice as much.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 40L * Many);
        GC.KeepAlive(list);
    }
}
