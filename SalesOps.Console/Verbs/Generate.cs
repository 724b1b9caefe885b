using System.CommandLine;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Generated;

namespace SalesOps.Console.Verbs;

/// <summary>Makes a large store to try the console on; nobody in it is real.</summary>
internal static class Generate
{
    private const int Customers = 1_000_000;

    public static Command Verb()
    {
        var customers = new Option<int>("--customers") { Description = "How many customers.", DefaultValueFactory = _ => Customers };
        var assignments = new Option<int?>("--assignments") { Description = "How many assignments, past ones too; a fifth more than customers when left out." };
        var (seed, data) = (new Option<int>("--seed") { Description = "The same seed gives the same customers.", DefaultValueFactory = _ => 1 }, Options.Data());
        customers.Within(1, GeneratedSize.MostCustomers);
        var verb = new Command("generate", "Makes the store of a company with many customers in an empty folder, to try the console on.") { customers, assignments, seed, data };
        verb.Validators.Add(r =>
        {
            var count = (long)(Options.Typed(r.GetResult(customers)) ?? Customers);
            if (Options.Typed(r.GetResult(assignments)) is { } all && (all < count || all > GeneratedSize.MostAssignmentsEach * count))
                r.AddError(FormattableString.Invariant($"--assignments must be {count} to {GeneratedSize.MostAssignmentsEach * count}."));
        });
        verb.SetAction((parsed, cancellation) =>
        {
            var count = parsed.GetValue(customers);
            return RunAsync(new GeneratedSize(count, parsed.GetValue(assignments) ?? count + count / 5, parsed.GetValue(seed)), Path.GetFullPath(parsed.GetValue(data)!), cancellation);
        });
        return verb;
    }

    private static async Task<int> RunAsync(GeneratedSize size, string folder, CancellationToken cancellation)
    {
        try
        {
            await StoreGenerator.GenerateAsync(new StoreFiles(folder), size, System.Console.Error.WriteLine, cancellation);
            System.Console.WriteLine(FormattableString.Invariant($"{folder}: {size.Customers} customers, {size.Assignments} assignments"));
            return 0;
        }
        catch (StoreException problem)
        {
            return Serving.Refuse(problem.Message);
        }
        catch (OperationCanceledException)
        {
            System.Console.Error.WriteLine("Stopped; nothing was left behind.");
            return Serving.CannotStart;
        }
    }
}
