using SalesOps.Console.Shell;

namespace SalesOps.Tests.Shell;

public sealed class ConsoleTimeTests
{
    [Theory]
    [InlineData("Asia/Ho_Chi_Minh")]
    [InlineData("America/New_York")]
    [InlineData("UTC")]
    public void OffClock_TheEndsOfAllDays_AreMomentsFromWhichCanBeCounted(string zone)
    {
        var time = new ConsoleTime(() => TimeZoneInfo.FindSystemTimeZoneById(zone), TimeProvider.System);
        var (first, last) = (time.OffClock(DateTime.MinValue), time.OffClock(DateTime.MaxValue));

        Assert.True(first.AddYears(1) < time.Now && last.AddYears(-1) > time.Now);
        Assert.NotEqual(default, first.AddYears(-100));
        Assert.True(last.AddYears(100) < DateTime.MaxValue);
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (first.Kind, last.Kind));
        var now = time.OnClock(time.Now);
        Assert.Equal(now, time.OnClock(time.OffClock(now)));
    }
}
