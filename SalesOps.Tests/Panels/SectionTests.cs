using SalesOps.Console.Panels;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Tests.Panels;

public sealed class SectionTests
{
    [Theory]
    [InlineData(Role.RealSalesUser, "agents customers assignments tasks handovers audit")]
    [InlineData(Role.Ops, "people agents customers assignments tasks handovers audit reports requests")]
    [InlineData(Role.Supervisor, "people agents customers assignments tasks handovers audit reports requests learning playbook")]
    [InlineData(Role.Admin, "people agents customers assignments tasks handovers audit reports requests learning playbook settings")]
    public void For_ARole_AreThoseItMaySee_InThePagesOrder(Role role, string ids) =>
        Assert.Equal(ids, string.Join(' ', Section.For(new Caller(CallerKind.Person, Guid.NewGuid(), role)).Select(s => s.Id)));

    [Fact]
    public void All_EachSection_HasAHeadingAndAnAnchor() =>
        Assert.Equal([], Section.All.Where(section => Labels.For("Section", section.Id) is null || Labels.For("Nav", section.Id) is null).Select(section => section.Id));
}
