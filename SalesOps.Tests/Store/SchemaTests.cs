using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>Schema.sql, by which stores are verified, is what the migrations make.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Schema_OfANewStore_IsWhatSchemaSqlSays()
    {
        await using var console = new TestConsole();
        using var connection = console.Files.OpenReader();
        using var file = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream("schema.sql")!);
        var (made, said) = (Schema.TextOf(connection), (await file.ReadToEndAsync(Http.Token)).ReplaceLineEndings("\n"));
        if (made == said) return;
        var place = Path.Combine(AppContext.BaseDirectory, "Schema.sql");
        await File.WriteAllTextAsync(place, made, Http.Token);
        Assert.Fail($"A migration made another schema: cp {place} SalesOps.Domain/Store/Schema.sql");
    }
}
