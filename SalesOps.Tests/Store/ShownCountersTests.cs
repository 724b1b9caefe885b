using System.Reflection;
using SalesOps.Console;
using SalesOps.Console.Live;
using SalesOps.Domain;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reports;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>Whoever shows a counter asks for the number that may be shown; who reads what the lane keeps is known.</summary>
public sealed class ShownCountersTests
{
    /// <summary>What compares them does, what plans goes on with the lane's numbers and shows what it plans with, as the report does with bindings; and who is bound next is decided.</summary>
    private static readonly Type[] OfTheLane =
    [
        typeof(ShownCounters), typeof(CheckCounters), typeof(RoomForWaiting), typeof(GetAbsences), typeof(GetAgentImpact), typeof(ListTransferChosen), typeof(ListTransferTargets), typeof(PreviewRebalance),
        typeof(GetDeparture), typeof(ListEstate), typeof(GetReport),
    ];

    private static readonly MethodInfo Number = typeof(CounterSnapshot).GetMethod("get_Item", [typeof(Counter), typeof(Guid)])!;

    [Fact]
    public void Types_ThatReadTheLanesCounters_AreThoseThatMay() =>
        Assert.Equal(Names(OfTheLane), Names(typeof(DomainSetup).Assembly.GetTypes().Concat(typeof(Composition).Assembly.GetTypes()).Where(Reads).Select(Outermost)));

    private static bool Reads(Type type) => type.GetMembers(MethodCode.Everything).OfType<MethodBase>().Any(method => MethodCode.TokensOf(method).Any(code => Calls(method, code.Token)));

    private static bool Calls(MethodBase method, int token)
    {
        // A method or a reference to one: those tables alone are asked.
        if (token >> 24 is not (0x06 or 0x0A)) return false;
        var called = method.Module.ResolveMember(token, method.DeclaringType?.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null);
        return called is MethodInfo { Name: "get_Item" } item && item.DeclaringType == Number.DeclaringType;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(t => t.FullName!).Distinct().Order(StringComparer.Ordinal);
}
