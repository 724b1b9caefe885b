using System.Globalization;
using SalesOps.Console.Shell.Parts;

namespace SalesOps.Tests.Shell;

public sealed class AgesTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public AgesTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");

    public void Dispose() => CultureInfo.CurrentUICulture = _before;

    [Theory]
    [InlineData(-5, "0 秒")]
    [InlineData(59.9, "59 秒")]
    [InlineData(14 * 60 + 30, "14 分")]
    [InlineData(3 * 3600 + 5, "3 时")]
    [InlineData(86400 * 2, "2 天")]
    public void Of_SaysTheLargestUnit(double seconds, string expected) => Assert.Equal(expected, Ages.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(272, "4:32", "soon")]
    [InlineData(665, "11:05", "later")]
    [InlineData(-130, "−2:10", "over")]
    [InlineData(7560, "2 时 06 分", "later")]
    [InlineData(86400 * 3 + 3600 * 4, "3 天 4 时", "later")]
    public void Left_CountsDownAndOver(double seconds, string expected, string urgency)
    {
        Assert.Equal(expected, Ages.Left(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(urgency, Ages.Urgency(TimeSpan.FromSeconds(seconds)));
    }
}
