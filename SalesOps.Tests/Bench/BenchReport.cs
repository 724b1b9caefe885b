using System.Globalization;

namespace SalesOps.Tests.Bench;

/// <summary>Writes a bench's figures to the test's output and, at once, to the console.</summary>
public sealed class BenchReport(ITestOutputHelper output)
{
    /// <summary>Writes one line, numbers in the invariant culture.</summary>
    public void Line(FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(text);
        System.Console.WriteLine(text);
    }

    /// <summary>A whole number from the environment, for runs of another size.</summary>
    public static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
