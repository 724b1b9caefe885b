using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class SuccessionTests
{
    private static readonly Gen<(Guid, long)> Loads = from id in Gen.Choose(1, 1000) from load in Gen.Choose(0, 20) select (new Guid(id, 0, 0, new byte[8]), (long)load);

    private static readonly Arbitrary<(List<(Guid Id, long Customers)> Agents, List<(Guid Id, long Customers)> Heirs)> Cases =
        (from agents in Loads.ListOf() from heirs in Loads.ListOf() select (agents.DistinctBy(a => a.Item1).ToList(), heirs.DistinctBy(h => h.Item1).ToList())).ToArbitrary();

    [Fact]
    public void Propose_AnyCase_EveryAgentGetsOneOfTheHeirsIfThereIsOne() =>
        Prop.ForAll(Cases, at =>
        {
            var proposed = Succession.Propose(at.Agents, at.Heirs);
            return proposed.Count == at.Agents.Count
                && proposed.Values.All(heir => at.Heirs.Count == 0 ? heir is null : at.Heirs.Exists(h => h.Id == heir));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Propose_AnyCase_WhoeverGetsOneHadNoMoreThanAnybodyElse() =>
        Prop.ForAll(Cases, at =>
        {
            if (at.Heirs.Count == 0) return true;
            var loads = at.Heirs.ToDictionary(h => h.Id, h => h.Customers);
            foreach (var (agent, customers) in at.Agents.OrderByDescending(a => a.Customers).ThenBy(a => a.Id))
            {
                var heir = Succession.Propose(at.Agents, at.Heirs)[agent]!.Value;
                if (loads[heir] > loads.Values.Min()) return false;
                loads[heir] += customers;
            }
            return true;
        }).QuickCheckThrowOnFailure();
}
