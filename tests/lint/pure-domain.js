/** A domain is told what day it is; it never looks at a clock of its own. */
const noClock = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || node.arguments.length > 0) return
      context.report({ node, message: 'A domain has no clock: take the day or the instant as an argument.' })
    },
  }),
}

export default { meta: { name: 'ariadne' }, rules: { 'no-clock': noClock } }
