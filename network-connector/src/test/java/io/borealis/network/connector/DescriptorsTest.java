package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The two descriptors of the rar say what the classes say: no container would tell before a deployment. */
final class DescriptorsTest {

    private final Document adapter = read("ra.xml");
    private final Document activation = read("ironjacamar.xml");

    private static Document read(String name) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("src/main/rar/META-INF", name).toFile());
        } catch (ParserConfigurationException | SAXException | IOException unreadable) {
            throw new IllegalStateException(name + " cannot be read", unreadable);
        }
    }

    @Test
    void everyPropertyIsOneOfTheAdapterWithTheSameDefault() throws Exception {
        HostNetworkResourceAdapter bean = new HostNetworkResourceAdapter();
        Map<String, String> properties = configProperties();
        assertThat(properties).hasSize(9);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            assertThat(Beans.get(bean, property.getKey())).as(property.getKey()).isEqualTo(property.getValue());
        }
    }

    @Test
    void theActivationSetsEveryPropertyByAnExpressionWithTheSameDefault() {
        Map<String, String> defaults = configProperties();
        Map<String, String> expressions = new LinkedHashMap<>();
        elements(activation, "config-property")
                .forEach(element -> expressions.put(element.getAttribute("name"), element.getTextContent()));
        assertThat(expressions.keySet()).isEqualTo(defaults.keySet());
        expressions.forEach((name, expression) -> assertThat(expression)
                .as(name)
                .matches("\\$\\{[a-z.-]+:" + java.util.regex.Pattern.quote(defaults.getOrDefault(name, "?")) + "}"));
    }

    @Test
    void everyClassThatIsNamedPlaysItsPart() throws Exception {
        assertThat(ResourceAdapter.class).isAssignableFrom(named("resourceadapter-class"));
        assertThat(ManagedConnectionFactory.class).isAssignableFrom(named("managedconnectionfactory-class"));
        assertThat(named("connectionfactory-interface")).isAssignableFrom(named("connectionfactory-impl-class"));
        assertThat(named("connection-interface")).isAssignableFrom(named("connection-impl-class"));
        assertThat(ActivationSpec.class).isAssignableFrom(named("activationspec-class"));
        assertThat(named("messagelistener-type")).isEqualTo(PeerEventListener.class);
        assertThat(elements(activation, "connection-definition")
                        .findFirst()
                        .orElseThrow()
                        .getAttribute("class-name"))
                .isEqualTo(named("managedconnectionfactory-class").getName());
    }

    private Map<String, String> configProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        elements(adapter, "config-property").forEach(element -> {
            NodeList value = element.getElementsByTagName("config-property-value");
            properties.put(
                    element.getElementsByTagName("config-property-name").item(0).getTextContent(),
                    value.getLength() == 0 ? "" : value.item(0).getTextContent());
        });
        return properties;
    }

    private Class<?> named(String element) throws ClassNotFoundException {
        return Class.forName(
                elements(adapter, element).findFirst().orElseThrow().getTextContent());
    }

    private static java.util.stream.Stream<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }
}
